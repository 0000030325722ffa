import java.lang.annotation.*;
import java.lang.reflect.*;
import java.util.*;

public class Main {
    @Retention(RetentionPolicy.RUNTIME) @interface Tag { String value() default "d"; int[] n() default {1, 2}; }
    record Rec(int a, List<String> b) {}
    @Tag("x") public static void f() { throw new IllegalArgumentException("invoked"); }
    public static void main(String[] args) throws Exception {
        Tag t = Main.class.getMethod("f").getAnnotation(Tag.class);
        System.out.println(t);
        Runnable r = (Runnable) Proxy.newProxyInstance(Main.class.getClassLoader(), new Class<?>[] {Runnable.class}, (p, m, a) -> { System.out.println(m); return null; });
        r.run();
        System.out.println(Arrays.toString(Rec.class.getRecordComponents()) + " " + Modifier.toString(Main.class.getModifiers()));
        try { Field f = String.class.getDeclaredField("value"); f.setAccessible(true); } catch (RuntimeException e) { System.out.println(e.getMessage()); }
        Main.class.getMethod("f").invoke(null);
    }
}
