public class Main {
    class Inner { Main outer() { return Main.this; } }
    enum Op { ADD { int apply(int a, int b) { return a + b; } }, MUL { int apply(int a, int b) { return a * b; } }; abstract int apply(int a, int b); }
    public static void main(String[] args) throws Exception {
        int base = 10;
        class Local { int plus(int x) { return base + x; } }
        System.out.println(new Local().plus(1) + " " + new Local().getClass().getName() + " " + new Object() { int v = 3; }.v);
        Main m = new Main();
        System.out.println(m.new Inner().outer() == m);
        System.out.println(Main.class.getNestMembers().length + " " + Op.ADD.apply(2, 3) + Op.valueOf("MUL").apply(2, 3));
        Op.valueOf("DIV");
    }
}
