import java.io.*;

public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println("ä→🦊 \u0000 \ud800 end");
        System.err.println("ö");
        System.out.write(new byte[] {(byte) 0xff, 10});
        System.out.printf("%08.3f|%-5s|%,d|%x%n", 3.14159, "ab", 1234567, 255);
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-16BE").print("ü");
    }
}
