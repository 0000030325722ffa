public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(new Other().name() + Kind.B + new Pair<>(1, "x"));
    }
}
