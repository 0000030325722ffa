import java.io.*;

public class Main {
    public static void main(String[] args) throws Exception {
        var out = new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out)));
        out.println("lost");
        System.out.print("no newline");
    }
}
