public class Main {
    public static void main(String[] args) throws Exception {
        Thread t = new Thread(() -> {
            try { Thread.sleep(50); } catch (InterruptedException e) { }
            System.out.println("after main");
        });
        t.start();
        System.out.println("main ends");
        throw new Exception("and fails");
    }
}
