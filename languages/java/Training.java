import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What programs are commonly made of: the classes that the compiler loads for it are kept in the image, linked. */
public class Training {
    sealed interface Shape permits Circle, Rectangle {
        double area();
    }

    record Circle(double radius) implements Shape {
        public double area() {
            return Math.PI * radius * radius;
        }
    }

    record Rectangle(double width, double height) implements Shape {
        public double area() {
            return width * height;
        }
    }

    enum Color {
        RED,
        GREEN;

        Color next() {
            return values()[(ordinal() + 1) % values().length];
        }
    }

    static class Tree<T extends Comparable<T>> {
        private final T value;
        private Tree<T> left;
        private Tree<T> right;

        Tree(T value) {
            this.value = value;
        }

        void add(T other) {
            if (other.compareTo(value) < 0) {
                if (left == null) left = new Tree<>(other);
                else left.add(other);
            } else if (right == null) {
                right = new Tree<>(other);
            } else {
                right.add(other);
            }
        }

        void walk(Consumer<? super T> visit) {
            if (left != null) left.walk(visit);
            visit.accept(value);
            if (right != null) right.walk(visit);
        }
    }

    static class InputException extends Exception {
        InputException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static int parse(String text) throws InputException {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new InputException("bad: " + text, e);
        }
    }

    static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    public static void main(String[] args) throws Exception {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int[] numbers = new int[n];
        for (int i = 0; i < n; i++) numbers[i] = in.nextInt();
        Map<Integer, List<String>> groups = new TreeMap<>();
        for (int x : numbers) groups.computeIfAbsent(x % 3, k -> new ArrayList<>()).add("n" + x);
        for (Map.Entry<Integer, List<String>> e : groups.entrySet()) System.out.println(e.getKey() + ": " + e.getValue());
        System.out.println(Arrays.stream(numbers).boxed().sorted(Comparator.reverseOrder()).map(String::valueOf).collect(Collectors.joining(", ")));
        Shape shape = n > 2 ? new Circle(n) : new Rectangle(1, n);
        String kind = switch (shape) {
            case Circle c when c.radius() > 100 -> "large";
            case Circle c -> "circle " + c.radius();
            case Rectangle(double width, double height) -> "rectangle " + width + height;
        };
        System.out.printf("%s %.2f%n", kind, shape.area());
        Tree<String> tree = new Tree<>("m");
        for (String word : "the quick brown fox".split(" ")) tree.add(word);
        StringBuilder line = new StringBuilder();
        tree.walk(word -> line.append(word).append(' '));
        System.out.println(line.toString().strip());
        PriorityQueue<long[]> queue = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        queue.add(new long[] {gcd(12, 18), 1});
        while (!queue.isEmpty()) System.out.println(queue.poll()[0]);
        try {
            parse("x");
        } catch (InputException e) {
            System.err.println(e.getMessage() + e.getCause());
        } finally {
            System.out.flush();
        }
        Thread thread = new Thread(() -> System.out.println(Color.RED.next()));
        thread.start();
        thread.join();
        int[][] grid = new int[3][4];
        outer:
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                if (i * j > 4) break outer;
                grid[i][j] += i ^ j;
            }
        }
        var text =
                """
                a block of text
                """;
        System.out.print(Stream.iterate(1, i -> i * 2).limit(10).filter(i -> i > 100).findFirst().orElse(-1) + text);
    }
}
