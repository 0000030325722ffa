#include <iostream>
struct S {};
int main() {
    std::cout << S{};
}
