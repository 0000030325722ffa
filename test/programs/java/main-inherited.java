class Base {
    public static void main(String[] args) {
        System.out.println("inherited");
    }
}

class Main extends Base {}
