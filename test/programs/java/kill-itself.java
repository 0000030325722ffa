public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println("before");
        new ProcessBuilder("sh", "-c", "kill -9 " + ProcessHandle.current().pid()).start().waitFor();
        Thread.sleep(10_000);
    }
}
