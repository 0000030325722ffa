class Helper {
    int x = 1;
}

class Solution {
    public static void main(String[] args) {
        System.out.println("Solution " + new Helper().x);
        new Throwable("here").printStackTrace();
    }
}
