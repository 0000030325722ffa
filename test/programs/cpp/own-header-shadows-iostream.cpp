#include <iostream>
int main() { std::cout << OWN << "\n"; }
