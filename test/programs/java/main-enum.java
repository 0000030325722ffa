enum Main {
    ONE, TWO;

    public static void main(String[] args) {
        for (Main m : values()) System.out.println(m + " " + m.ordinal());
    }
}
