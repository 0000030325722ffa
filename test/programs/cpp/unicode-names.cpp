#include <iostream>
int main() { int größe = 3; std::cout << "größe " << größe << u8" ok" [0] << "\n"; }
