int h(void);
int g(void) { return h(); }
