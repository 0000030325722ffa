public class Main {
    public static void main(String[] args) throws Exception {
        byte[][] kept = new byte[10][];
        for (int i = 0; i < 10; i++) kept[i] = new byte[10_000_000];
        System.out.println(kept[9].length);
        try { long[] all = new long[Integer.MAX_VALUE - 8]; } catch (OutOfMemoryError e) { System.out.println(e); }
        throw new OutOfMemoryError("thrown");
    }
}
