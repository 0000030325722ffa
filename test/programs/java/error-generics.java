import java.util.*;
import java.util.function.*;

public class Main {
    public static void main(String[] args) throws Exception {
        List<String> l = new ArrayList<Integer>();
        Map<int, String> m = null;
        l.add(1);
        Function<String, Integer> f = s -> s;
        var v = null;
        System.out.println(l.stream().map(x -> x.foo()).toList());
    }
}
