package neuron;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which class a program starts with. The class files are read, not loaded: none of the program's code runs. */
final class MainClass {
    /** The one with a main method that is named after the entry file; when there is none, the first by name. */
    static String of(String entry, Path classes) throws IOException {
        String file = Path.of(entry).getFileName().toString().replaceFirst("\\.\\w+$", "");
        String capital = file.substring(0, 1).toUpperCase() + file.substring(1);
        List<String> preferred = List.of(capital, file, "Main");
        List<String> found = withMain(classes);
        for (String name : preferred)
            for (String each : found) if (each.equals(name) || each.endsWith("." + name)) return each;
        return found.isEmpty() ? preferred.getFirst() : found.getFirst();
    }

    private static List<String> withMain(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(Files::isRegularFile)
                    .map(MainClass::read)
                    .filter(model -> model.methods().stream().anyMatch(MainClass::isMain))
                    .map(model -> model.thisClass().asInternalName().replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private static ClassModel read(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isMain(MethodModel method) {
        return method.methodName().equalsString("main")
                && method.methodType().equalsString("([Ljava/lang/String;)V")
                && method.flags().has(AccessFlag.STATIC);
    }

    private MainClass() {}
}
