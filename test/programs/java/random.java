public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(new java.util.Random(42).nextInt() + " " + new java.util.SplittableRandom(1).nextInt(100));
        System.out.println(new java.util.Random().nextLong() == new java.util.Random().nextLong());
        byte[] b = new byte[8]; new java.security.SecureRandom().nextBytes(b); System.out.println(b.length + " " + java.util.UUID.randomUUID().version());
        System.out.println("text".hashCode() + " " + java.util.Objects.hash(1, "a") + " " + java.util.Set.of(1).hashCode());
    }
}
