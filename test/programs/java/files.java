import java.io.*;
import java.nio.file.*;

public class Main {
    public static void main(String[] args) throws Exception {
        Path p = Files.createDirectories(Path.of("out/deep")).resolve("f.txt");
        Files.writeString(p, "one\ntwo\n");
        System.out.println(Files.readAllLines(p) + " " + Files.size(p) + " " + new File("out").list().length);
        System.out.println(Files.readString(Path.of("data/in.txt")).trim());
        System.out.println(new String(Main.class.getResourceAsStream("/data/in.txt").readAllBytes()).trim());
        Files.createTempFile("x", "y");
        System.out.println(Path.of("").toAbsolutePath() + " " + Files.exists(Path.of("/etc/passwd")));
        Files.readString(Path.of("missing"));
    }
}
