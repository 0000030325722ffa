public class Main {
    public static void main(String[] args) throws Exception {
        Thread.dumpStack();
        StackWalker.getInstance().forEach(System.out::println);
        for (var e : Thread.currentThread().getStackTrace()) System.out.println(e);
        System.out.println(Thread.currentThread() + " " + Thread.currentThread().getThreadGroup());
    }
}
