public class Main {
    static int deepest;
    static void down(int n) { deepest = n; down(n + 1); }
    static void forever() { forever(); }
    public static void main(String[] args) throws Exception {
        try { down(0); } catch (StackOverflowError e) { System.out.println(deepest > 5_000); }
        forever();
    }
}
