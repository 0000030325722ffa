#include <iostream>
int g() { return 1; }
int main() {}
