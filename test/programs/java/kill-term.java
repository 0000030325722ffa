public class Main {
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        new ProcessBuilder("sh", "-c", "kill -TERM " + ProcessHandle.current().pid()).start().waitFor();
        Thread.sleep(10_000);
    }
}
