import java.util.*;

public class Main {
    record P(int x, int y) {}
    record C(P p, double r) {}
    public static void main(String[] args) throws Exception {
        Object[] all = {new P(1, 2), new C(new P(0, 0), 2.5), "text", 42, null, List.of(1)};
        for (Object o : all) System.out.println(switch (o) {
            case null -> "null!";
            case P(int x, var y) when x > 0 -> "positive " + y;
            case C(P(var x, var y), double r) -> "circle " + x + y + r;
            case String s -> s.toUpperCase();
            case Integer i when i > 40 -> "big";
            default -> o.getClass().getSimpleName().isEmpty() ? "?" : "default";
        });
        System.out.println(new P(1, 2).equals(new P(1, 2)) + " " + new P(3, 4));
    }
}
