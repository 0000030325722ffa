#include <bits/stdc++.h>
using namespace std;

int main() {
    vector<string> words{"world", "Hello"};
    sort(words.begin(), words.end());
    cout << words[0] << ", " << words[1] << "!\n";
}
