int f(void), g(void);
int main(void) { return f() + g(); }
