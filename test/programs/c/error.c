int main(void) { return nope; }
