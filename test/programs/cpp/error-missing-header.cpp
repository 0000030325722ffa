#include <iostream>
#include <nothing/here.h>
int main() {}
