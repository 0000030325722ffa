public class Main {
    public static void main(String[] args) throws Exception {
        assert false;
        int[] a = new int[2];
        System.out.println(a[2]);
    }
}
