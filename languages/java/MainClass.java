package neuron;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which class a program starts with. */
final class MainClass {
    /**
     * The class that is named as the entry file; when there is none with a main method, the first one that has one, by
     * name. `classes` is the folder that they were compiled into.
     */
    static String of(String entry, Path classes) throws IOException {
        String named = namedAs(entry, classes);
        URL[] path = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            if (hasMain(named, loader)) return named;
            for (String name : all(classes)) if (hasMain(name, loader)) return name;
        }
        return named;
    }

    /** The file's path may begin with folders that are no part of the package: the longest rest that is a class. */
    private static String namedAs(String entry, Path classes) {
        String path = entry.endsWith(".java") ? entry.substring(0, entry.length() - 5) : entry;
        for (String rest = path; ; rest = rest.substring(rest.indexOf('/') + 1)) {
            if (Files.exists(classes.resolve(rest + ".class")) || rest.indexOf('/') < 0) return rest.replace('/', '.');
        }
    }

    /** Classes are looked at, not initialized: none of the program's code runs. */
    private static boolean hasMain(String name, ClassLoader loader) {
        try {
            for (Class<?> at = Class.forName(name, false, loader); at != null; at = at.getSuperclass()) {
                for (Method method : at.getDeclaredMethods()) if (isMain(method)) return true;
            }
        } catch (ClassNotFoundException | LinkageError notOne) {
            return false;
        }
        return false;
    }

    private static boolean isMain(Method method) {
        if (!method.getName().equals("main") || method.getReturnType() != void.class) return false;
        Class<?>[] parameters = method.getParameterTypes();
        return parameters.length == 0 || parameters.length == 1 && parameters[0] == String[].class;
    }

    private static List<String> all(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private MainClass() {}
}
