public class Main {
    public static void main(String[] args) throws Exception {
        var p = new ProcessBuilder("sh", "-c", "cat; echo err >&2; exit 3").redirectErrorStream(true).start();
        p.getOutputStream().write("in\n".getBytes());
        p.getOutputStream().close();
        System.out.print(new String(p.getInputStream().readAllBytes()));
        System.out.println(p.waitFor());
        new ProcessBuilder("echo", "inherited").inheritIO().start().waitFor();
        try { new ProcessBuilder("nosuch").start(); } catch (java.io.IOException e) { System.out.println(e.getMessage()); }
    }
}
