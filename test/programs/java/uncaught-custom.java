public class Main {
    static class Odd extends RuntimeException {
        @Override public String toString() { return "odd one"; }
        @Override public synchronized Throwable fillInStackTrace() { return this; }
    }
    public static void main(String[] args) throws Exception {
        throw new Odd();
    }
}
