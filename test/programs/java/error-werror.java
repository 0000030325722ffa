import java.util.*;

public class Main {
    public static void main(String[] args) throws Exception {
        List raw = new ArrayList();
        raw.add(1);
        System.out.println(raw);
    }
}
