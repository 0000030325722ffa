public class Main {
    public static void main(String[] args) throws Exception {
        Thread t = new Thread(() -> { while (true) Thread.onSpinWait(); });
        t.setDaemon(true);
        t.start();
        System.out.println("done");
    }
}
