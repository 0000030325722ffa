package lib;

public class Deep { int x = true; }
