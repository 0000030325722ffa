public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(System.getProperty("set") + System.getProperty("also"));
    }
}
