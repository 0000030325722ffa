public class Main {
    public static void main(String[] args) throws Exception {
        java.util.List.of(1, 2).stream().map(x -> x / 0).forEach(System.out::println);
    }
}
