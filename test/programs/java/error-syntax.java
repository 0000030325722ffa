public class Main {
    public static void main(String[] args) {
        int x = ;
        for (int i = 0; i < 3; i++ {
        }
        System.out.println("x)
    }
