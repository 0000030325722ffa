record Pair<X, Y>(X x, Y y) {}
