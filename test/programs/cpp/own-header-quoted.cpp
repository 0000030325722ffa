#include "bits/stdc++.h"
int main() { std::cout << OWN << "\n"; }
