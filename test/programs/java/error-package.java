package wrong;

import no.such.Thing;
import java.util.NoSuch;

public class Main {
    public static void main(String[] args) { System.out.println(new Thing()); }
}
