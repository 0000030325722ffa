#include <iostream>
int f() { return also_nope; }
