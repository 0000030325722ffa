public class Main {
    static int f(int x) { if (x > 0) return 1; }
    static int g() { return 1; int y = 2; }
    static void h() { throw new Exception(); }
    public static void main(String[] args) {
        int z;
        System.out.println(z);
        final int w = 1;
        w = 2;
        while (true) {}
        System.out.println();
    }
}
