int main() { std::cout << "included\n"; }
