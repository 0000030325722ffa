__asm__(".text");
int main(void) { return 0; }
