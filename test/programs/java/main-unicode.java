class Größe {
    public static void main(String[] args) {
        System.out.println(Größe.class.getName());
    }
}
