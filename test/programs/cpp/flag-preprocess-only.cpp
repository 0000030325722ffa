#define X 42
int main() { return X; }
