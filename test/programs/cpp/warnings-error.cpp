#include <iostream>
int main() { int unused; }
