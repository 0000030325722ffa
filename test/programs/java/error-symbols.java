public class Main {
    public static void main(String[] args) throws Exception {
        foo(bar);
        Undefined u = new Undefined();
        "x".nope();
        System.out.printn(u);
    }
}
