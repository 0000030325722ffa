public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(System.console() == null);
        System.out.println(IO.readln("prompt> ") + "|" + IO.readln());
    }
}
