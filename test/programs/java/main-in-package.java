package com.acme.app;

public class App {
    public static void main(String[] args) {
        System.out.println(App.class + " " + com.acme.lib.Lib.hi());
        throw new IllegalStateException("in a package");
    }
}
