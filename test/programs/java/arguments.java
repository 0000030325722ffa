public class Main {
    public static void main(String[] args) throws Exception {
        for (String a : args) System.out.println("[" + a + "]");
    }
}
