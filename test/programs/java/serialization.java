import java.io.*;
import java.util.*;

public class Main {
    record P(String n, int v) implements Serializable {}
    public static void main(String[] args) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var out = new ObjectOutputStream(bytes);
        out.writeObject(new ArrayList<>(List.of(new P("a", 1), new P("b", 2))));
        out.flush();
        System.out.println(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject());
        new ObjectOutputStream(bytes).writeObject(new Object());
    }
}
