public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(System.getenv("WORD") + " " + System.getenv("EMPTY").length() + " " + System.getenv("NOPE"));
        System.out.println(new java.util.TreeMap<>(System.getenv()));
    }
}
