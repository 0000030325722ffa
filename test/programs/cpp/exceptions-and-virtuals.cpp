#include <bits/stdc++.h>
struct A { virtual ~A() = default; virtual int f() const { return 1; } };
struct B : virtual A { int f() const override { return 2; } };
int main() { std::unique_ptr<A> p = std::make_unique<B>(); std::cout << p->f() << typeid(*p).name() << (dynamic_cast<B *>(p.get()) != nullptr) << "\n"; try { std::vector<int>().at(3); } catch (const std::exception &e) { std::cout << e.what() << "\n"; } throw std::runtime_error("uncaught"); }
