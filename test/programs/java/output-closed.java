public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println("before");
        System.out.close();
        System.out.println("after");
        System.err.println(System.out.checkError());
    }
}
