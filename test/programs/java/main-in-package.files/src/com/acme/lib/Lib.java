package com.acme.lib;

public class Lib {
    public static String hi() { return "hi from " + Lib.class.getPackageName(); }
}
