h = { b: 1, "a" => 2, nil => 3, 1.5 => 4, [1] => 5 }
p h, h.sort_by { |k, v| -v }.to_h, h.group_by { |k, v| v.odd? }, h.min_by(&:last), h.invert, h.to_a.transpose, h.any? { |k, v| v > 4 }, h.sum { |k, v| v }
p [3, 1, 2].sort.reverse, (1..10).partition(&:even?), [1, 2, 3].zip([4, 5, 6]), [1, [2, [3]]].flatten(1), %w[a b c].each_with_index.to_h, [1, 2, 3, 4].each_cons(2).to_a, [1, 1, 2].tally, (1..6).each_slice(4).to_a
p [1, 2, 3].combination(2).to_a, [1, 2, 3].permutation.count, [1, 2] & [2, 3], [1, 2] | [2, 3], [nil, 1].compact, [5, 3].minmax, (1..Float::INFINITY).lazy.map { |x| x * 2 }.first(3), [1, 2, 3].inject { |a, b| a * b }, ("a".."e").step(2).to_a
default = Hash.new { |hash, key| hash[key] = key * 2 }
default[4]
p default, default.key?(5), default.dig(4), h.compare_by_identity.size
Point = Struct.new(:x, :y) { def dist = Math.sqrt(x**2 + y**2) }
Coord = Data.define(:lat, :lng)
p Point.new(3, 4).dist, Point.new(1), Coord.new(lat: 1, lng: 2), Coord.new(1, 2).with(lat: 9)
case { name: "x", list: [1, 2, 3] }
in { name: String => name, list: [first, *rest] } if rest.size == 2
  p name, first, rest
end
