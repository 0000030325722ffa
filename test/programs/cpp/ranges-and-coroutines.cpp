#include <bits/stdc++.h>
struct Gen { struct promise_type { int v; Gen get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; } std::suspend_always initial_suspend() { return {}; } std::suspend_always final_suspend() noexcept { return {}; } std::suspend_always yield_value(int x) { v = x; return {}; } void return_void() {} void unhandled_exception() {} }; std::coroutine_handle<promise_type> h; };
Gen gen() { for (int i = 0; i < 3; i++) co_yield i; }
int main() { auto g = gen(); while (g.h.resume(), !g.h.done()) std::cout << g.h.promise().v; g.h.destroy(); for (int x : std::views::iota(1, 9) | std::views::filter([](int i) { return i % 2; }) | std::views::transform([](int i) { return i * i; })) std::cout << ' ' << x; std::cout << "\n"; }
