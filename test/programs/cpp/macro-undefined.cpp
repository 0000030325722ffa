#include <bits/stdc++.h>
int main() {
#ifdef __GNUC__
  return 1;
#endif
}
