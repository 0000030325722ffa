public class Other {
    String name() { return "other"; }
    public static void main(String[] args) { System.out.println("wrong one"); }
}
