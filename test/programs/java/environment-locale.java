public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(java.util.Locale.getDefault() + " " + java.nio.charset.Charset.defaultCharset() + " " + System.getProperty("stdout.encoding") + " " + java.util.TimeZone.getDefault().getID());
        System.out.println("ü");
    }
}
