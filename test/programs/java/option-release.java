public class Main {
    public static void main(String[] args) throws Exception {
        var x = 1;
        System.out.println(x);
    }
}
