import java.util.*;
import java.util.stream.*;

public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(Stream.of("b", "a", "c").sorted(Comparator.reverseOrder()).collect(Collectors.joining(",", "[", "]")));
        System.out.println(new TreeMap<>(IntStream.rangeClosed(1, 20).boxed().collect(Collectors.groupingBy(x -> x % 3, Collectors.summingInt(x -> x)))));
        System.out.println(Arrays.asList(3, 1, 2).stream().mapToInt(x -> x).summaryStatistics());
        System.out.println(Stream.iterate(new int[] {0, 1}, f -> new int[] {f[1], f[0] + f[1]}).limit(10).map(f -> f[0]).toList());
        var q = new PriorityQueue<>(List.of(5, 1, 4)); System.out.println(q.poll() + " " + new ArrayDeque<>(List.of(1, 2)).peekLast());
        System.out.println(new LinkedHashMap<>(Map.of("k", 1)) + " " + Optional.empty() + " " + String.join("-", List.of("x", "y")));
    }
}
