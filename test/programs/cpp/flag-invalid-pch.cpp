#define _GLIBCXX_ASSERTIONS
#include <iostream>
int main() {}
