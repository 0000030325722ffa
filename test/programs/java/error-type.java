public class Main {
    public static void main(String[] args) throws Exception {
        int x = "a";
        String s = 1.5;
        System.out.println(x + s);
    }
}
