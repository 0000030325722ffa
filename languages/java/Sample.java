import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;

/** What programs are commonly made of. The compiler is warmed up with it. */
public class Sample {
    interface Shape {
        double area();
    }

    record Circle(double radius) implements Shape {
        public double area() {
            return Math.PI * radius * radius;
        }
    }

    static class Counter<T extends Comparable<T>> {
        private final Map<T, Integer> counts = new HashMap<>();

        void add(T item) {
            counts.merge(item, 1, Integer::sum);
        }

        int of(T item) {
            return counts.getOrDefault(item, 0);
        }
    }

    static long power(long base, int exponent) {
        long result = 1;
        for (int i = 0; i < exponent; i++) result *= base;
        return result;
    }

    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int[] numbers = new int[n];
        for (int i = 0; i < n; i++) numbers[i] = in.nextInt();
        List<String> words = new ArrayList<>();
        Counter<Integer> counter = new Counter<>();
        for (int number : numbers) {
            counter.add(number);
            if (number % 2 == 0 && number > 0) words.add("n" + number);
            else words.add("odd");
        }
        words.sort((a, b) -> a.length() - b.length());
        StringBuilder line = new StringBuilder();
        while (line.length() < n) line.append(words.get(0)).append(' ');
        try {
            System.out.println(line.toString().trim() + power(2, n));
        } catch (IllegalStateException e) {
            System.err.println("wrong: " + e.getMessage());
        }
        Shape shape = new Circle(n);
        System.out.printf("%.2f %d%n", shape.area(), counter.of(1));
    }
}
