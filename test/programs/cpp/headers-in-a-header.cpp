#include "all.h"
int main() { say(); }
