public class Main {
    public static void main(String[] args) throws Exception {
        var t = new Thread(() -> { System.out.println("thread"); System.exit(6); });
        t.start();
        t.join();
        Thread.sleep(10_000);
    }
}
