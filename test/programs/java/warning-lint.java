import java.util.*;
import java.io.*;

public class Main {
    static class S implements Serializable {}
    public static void main(String[] args) throws Exception {
        List<String> raw = new ArrayList();
        int x = 1 / 1;
        switch (x) { case 1: System.out.println("one"); case 2: System.out.println("two"); }
        long y = 1; x += y;
        System.out.println(x);
    }
}
