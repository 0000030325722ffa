big = Array.new(200_000) { |n| "string number #{n}" }
p big.sum(&:size)
big = nil
GC.start
text = "x" * 50_000_000
p text.size
p (1..300_000).each_slice(1000).map(&:sum).sum
h = {}
100_000.times { |n| h[n.to_s] = [n] }
p h.size, h["99999"]
