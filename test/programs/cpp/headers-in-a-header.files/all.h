#pragma once
#include <bits/stdc++.h>
using namespace std;
inline void say() { cout << "from a header\n"; }
