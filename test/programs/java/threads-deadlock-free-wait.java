public class Main {
    public static void main(String[] args) throws Exception {
        Object lock = new Object();
        boolean[] ready = {false};
        new Thread(() -> { synchronized (lock) { ready[0] = true; lock.notifyAll(); } }).start();
        synchronized (lock) { while (!ready[0]) lock.wait(); }
        Thread.currentThread().interrupt();
        try { Thread.sleep(1000); } catch (InterruptedException e) { System.out.println(e); }
    }
}
