def down(n) = n.zero? ? raise("deep") : down(n - 1)
down(60)
