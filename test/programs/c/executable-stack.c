__asm__(".section .note.GNU-stack,\"x\",@progbits\n.text");
int main(void) { return 0; }
