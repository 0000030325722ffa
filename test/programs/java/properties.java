public class Main {
    public static void main(String[] args) throws Exception {
        for (String k : "java.class.path sun.java.command user.dir user.home file.separator java.io.tmpdir file.encoding native.encoding java.specification.version jdk.module.main java.library.path user.language os.name".split(" ")) System.out.println(k + "=" + System.getProperty(k));
        System.out.println(Main.class.getClassLoader().getName() + " " + Main.class.getModule() + " " + Main.class.getProtectionDomain().getCodeSource().getLocation());
        System.out.println(Thread.currentThread().getContextClassLoader() == Main.class.getClassLoader());
        System.out.println(ProcessHandle.current().pid());
        try { Class.forName("neuron.Compile"); } catch (ClassNotFoundException e) { System.out.println(e); }
    }
}
