public class Main {
    public static void f(int count, String name) {}
    public static void main(String[] args) throws Exception {
        System.out.println(Main.class.getMethod("f", int.class, String.class));
        for (var p : Main.class.getMethod("f", int.class, String.class).getParameters()) System.out.println(p);
    }
}
