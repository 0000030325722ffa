import java.nio.file.*;

public class Main {
    public static void main(String[] args) throws Exception {
        try { Class.forName("a.B"); } catch (ClassNotFoundException e) { System.out.println(e); }
        Files.delete(Path.of("Gone.class"));
        System.out.println(new Gone());
    }
}
class Gone {}
