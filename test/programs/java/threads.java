import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.stream.*;

public class Main {
    public static void main(String[] args) throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        var sum = new AtomicLong();
        var all = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 100; i++) { int n = i; all.add(pool.submit(() -> { sum.addAndGet(n); return n * n; })); }
        int squares = 0;
        for (var f : all) squares += f.get();
        pool.shutdown();
        System.out.println(sum + " " + squares + " " + CompletableFuture.supplyAsync(() -> 1).thenApply(x -> x + 1).get());
        var v = Thread.ofVirtual().start(() -> System.out.println(Thread.currentThread().isVirtual()));
        v.join();
        System.out.println(IntStream.range(0, 1000).parallel().sum());
    }
}
