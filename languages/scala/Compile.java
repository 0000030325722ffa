package neuron;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * {@code scalac}, and after it the name of the class to start, as an argument file for {@code java}. Arguments: the entry
 * file, then those of the compiler.
 */
public final class Compile {
    public static void main(String[] args) throws IOException {
        String[] options = Arrays.copyOfRange(args, 1, args.length);
        if (dotty.tools.dotc.Main.process(options).hasErrors()) System.exit(1);
        Files.writeString(Path.of(".main-class"), MainClass.of(args[0], Path.of("")));
        System.exit(0);
    }

    private Compile() {}
}
