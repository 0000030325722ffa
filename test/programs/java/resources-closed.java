public class Main {
    record R(String n) implements AutoCloseable { public void close() { System.out.println("close " + n); throw new IllegalStateException(n); } }
    public static void main(String[] args) throws Exception {
        try (R a = new R("a"); R b = new R("b")) {
            System.out.println("body");
            throw new Exception("body");
        }
    }
}
