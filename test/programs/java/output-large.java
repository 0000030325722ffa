public class Main {
    public static void main(String[] args) throws Exception {
        StringBuilder sb = new StringBuilder();
        for (int i = 0; i < 200_000; i++) sb.append(i).append('\n');
        System.out.print(sb);
        for (int i = 0; i < 3000; i++) System.err.println("e" + i);
    }
}
