package neuron;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code javac}, and after it the name of the class to start, as an argument file for {@code java}.
 *
 * <p>Arguments: the entry file, then those of {@code javac}. Without any it is booted ahead: it compiles a sample, so that
 * most of the compiler has been loaded and compiled itself, says that it is ready, and waits for its arguments. It serves
 * one compilation.
 */
public final class Compile {
    /** What the agent's launcher (agent/src/launcher.c) gives to what it boots ahead. */
    private static final String ARGUMENTS = "/proc/self/fd/3";
    private static final String READY = "/proc/self/fd/4";

    private static final Path SAMPLE = Path.of("/usr/lib/neuron/java/Sample.java");
    private static final Path SCRATCH = Path.of("/tmp/sample");
    private static final Path MAIN_CLASS = Path.of(".main-class");

    public static void main(String[] given) throws IOException {
        // As the `javac` command does: else the compiler would look for the program's classes where this one is.
        System.setProperty("application.home", System.getProperty("java.home"));
        String[] args = given;
        if (given.length == 0) {
            warmUp();
            args = waitForArguments();
        }
        String[] options = new String[args.length - 1];
        System.arraycopy(args, 1, options, 0, options.length);
        int exitCode = com.sun.tools.javac.Main.compile(options);
        if (exitCode == 0) Files.writeString(MAIN_CLASS, MainClass.of(args[0], Path.of("")));
        System.exit(exitCode);
    }

    private static void warmUp() throws IOException {
        String[] options = {"-d", SCRATCH.toString(), SAMPLE.toString()};
        int exitCode = com.sun.tools.javac.Main.compile(options, new PrintWriter(OutputStream.nullOutputStream()));
        if (exitCode != 0) throw new IOException("the sample does not compile");
        MainClass.of(SAMPLE.getFileName().toString(), SCRATCH);
        for (File made : SCRATCH.toFile().listFiles()) made.delete();
        SCRATCH.toFile().delete();
        // What the sample left is not to be collected on the program's time, nor to be held while nobody compiles.
        System.gc();
    }

    /** Each of them ends with a NUL. */
    private static String[] waitForArguments() throws IOException {
        try (FileOutputStream ready = new FileOutputStream(READY)) {
            ready.write('R');
        }
        byte[] text;
        try (FileInputStream arguments = new FileInputStream(ARGUMENTS)) {
            text = arguments.readAllBytes();
        }
        // Nobody wants it any more.
        if (text.length == 0) System.exit(0);
        return new String(text, 0, text.length - 1, StandardCharsets.UTF_8).split("\0", -1);
    }

    private Compile() {}
}
