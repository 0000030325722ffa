import java.net.*;

public class Main {
    public static void main(String[] args) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread t = new Thread(() -> { try (var s = server.accept()) { s.getOutputStream().write("hi\n".getBytes()); } catch (Exception e) { e.printStackTrace(); } });
            t.start();
            try (var c = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) { System.out.print(new String(c.getInputStream().readAllBytes())); }
            t.join();
        }
        try { new Socket("192.0.2.1", 80); } catch (java.io.IOException e) { System.out.println(e.getClass()); }
        System.out.println(InetAddress.getLocalHost().getHostName());
    }
}
