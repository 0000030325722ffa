p "a".hash == "a".hash, :a.hash == :a.hash, 1.hash == 1.0.hash, [1, "x"].hash == [1, "x"].hash, { a: 1 }.hash == { a: 1 }.hash, "a".eql?("a"), nil.hash.class
p({ "z" => 1, "a" => 2 }.keys, [3, 1, 2].uniq, %w[b a b].to_set.to_a)
