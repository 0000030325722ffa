class Main { void f() {} void f() {} int x, x; }
class Main {}
interface I { void m(); }
class J implements I {}
class K extends String {}
