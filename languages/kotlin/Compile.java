package neuron;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/**
 * {@code kotlinc}, and after it the name of the class to start, as an argument file for {@code java}. Arguments: the entry
 * file, then those of the compiler.
 */
public final class Compile {
    public static void main(String[] args) throws IOException {
        String[] options = Arrays.copyOfRange(args, 1, args.length);
        int exitCode = new K2JVMCompiler().exec(System.err, options).getCode();
        if (exitCode == 0) Files.writeString(Path.of(".main-class"), MainClass.of(args[0], Path.of("")));
        System.exit(exitCode);
    }

    private Compile() {}
}
