import java.util.*;

public class Main {
    public static void main(String[] args) throws Exception {
        List raw = new ArrayList<String>();
        raw.add("x");
        List<String> l = raw;
        System.out.println(l);
    }
}
