public class Main {
    public static void main(String[] args) throws Exception {
        String[] a = new String[1];
        System.out.println(a[0].length());
    }
}
