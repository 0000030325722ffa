import java.net.*;
import java.nio.file.*;
import javax.tools.*;

public class Main {
    public static void main(String[] args) throws Exception {
        var c = ToolProvider.getSystemJavaCompiler();
        Files.writeString(Path.of("Made.java"), "public class Made { public String toString() { return \"made\"; } }");
        System.out.println(c.run(null, null, null, "Made.java"));
        System.out.println(new URLClassLoader(new URL[] {Path.of(".").toUri().toURL()}).loadClass("Made").getDeclaredConstructor().newInstance());
        Files.writeString(Path.of("Bad.java"), "class Bad {");
        System.out.println(c.run(null, null, null, "Bad.java"));
    }
}
