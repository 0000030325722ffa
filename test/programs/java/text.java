import java.util.*;

public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println("""
            block "x" \
            joined
              indented\tend""");
        System.out.println("a,b,,c".split(",").length + " " + "ß".toUpperCase() + " " + "🦊".length() + " " + "🦊".codePointCount(0, 2) + " " + " x ".strip() + "|" + "ab".repeat(2));
        System.out.println("2024-01-02".replaceAll("(\\d+)-(\\d+)", "$2/$1") + " " + String.format("%5.1f|%05d|%s", 2.25, 42, List.of()) + " " + "x".compareTo("y") + " " + "İ".toLowerCase().length());
        System.out.println(Arrays.toString("h\u00e9".getBytes("UTF-8")) + new StringBuilder("abc").reverse() + "é".chars().sum());
        "abc".substring(5);
    }
}
