public class Main {
    static int x = Integer.parseInt("nope");
    public static void main(String[] args) throws Exception {
        System.out.println("never");
    }
}
