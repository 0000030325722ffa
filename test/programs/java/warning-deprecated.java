public class Main {
    @Deprecated int old() { return 1; }
    public static void main(String[] args) throws Exception {
        System.out.println(new Integer(5) + new Main().old());
        Thread.currentThread().getId();
    }
}
