#include <bits/stdc++.h>
using namespace std;
int main() {
    int x = y;
    retrun x;
}
