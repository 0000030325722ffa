public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(new java.math.BigInteger("2").pow(200) + " " + new java.math.BigDecimal("1").divide(new java.math.BigDecimal("3"), 20, java.math.RoundingMode.HALF_UP));
        System.out.println(0.1 + 0.2 + " " + (float) 1 / 3 + " " + 1e300 * 1e10 + " " + Math.sqrt(-1) + " " + (int) 3e9 + " " + Integer.MAX_VALUE + 1 + " " + Long.toHexString(-1));
        System.out.println(Math.sin(1) + " " + Math.pow(2, 0.5) + " " + Integer.parseUnsignedInt("ffffffff", 16) + " " + Double.toString(100.0) + " " + (char) 97 + (byte) 200);
        System.out.println(Math.floorMod(-7, 3) + " " + -7 / 2 + " " + -7 % 2 + " " + (1 << 33) + " " + (-1 >>> 28));
        System.out.println(Math.addExact(Integer.MAX_VALUE, 1));
    }
}
