public class Main {
    static void f(int n) { if (n < 3) f(n + 1); else throw new RuntimeException("inner\nline"); }
    public static void main(String[] args) throws Exception {
        try {
            f(0);
        } catch (RuntimeException e) {
            var w = new IllegalStateException("outer", e);
            w.addSuppressed(new java.io.IOException("suppressed"));
            throw w;
        }
    }
}
