sealed interface S permits A, B {}
record A(int x) implements S {}
record B(String y) implements S {}
final class C implements S {}
public class Main {
    static int f(S s) { return switch (s) { case A a -> 1; }; }
    static int g(Object o) { return switch (o) { case CharSequence c -> 1; case String t -> 2; default -> 3; }; }
    public static void main(String[] args) { System.out.println(f(new A(1))); }
}
