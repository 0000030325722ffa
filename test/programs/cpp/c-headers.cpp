#include <stdio.h>
#include <math.h>
#include <iostream>
int main() { printf("%.3f\n", sqrt(2)); }
