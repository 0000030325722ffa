#include <bits/stdc++.h>
int main() { int n = 0;
#pragma omp parallel for reduction(+ : n)
  for (int i = 0; i < 100; i++) n += i;
  std::cout << n << " " << _OPENMP << "\n"; }
