public class Main {
    public static void main(String[] args) throws Exception {
        String größe = "größe → 🦊";
        int länge = größe;
        System.out.println(länge);
    }
}
