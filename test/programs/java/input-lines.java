import java.io.*;

public class Main {
    public static void main(String[] args) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in));
        for (String l; (l = in.readLine()) != null;) System.out.println("<" + l + ">");
        System.out.println(in.read() + " " + System.in.read());
    }
}
