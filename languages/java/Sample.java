/** The compiler that is booted ahead has compiled this. More would take longer, for each execution, than it saves most. */
class Sample {
    public static void main(String[] args) {
        System.out.println("Hello, world!");
    }
}
