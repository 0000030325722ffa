class Main {
    void main() {
        System.out.println("instance " + (this.getClass().getName()));
    }
}
