r = Ractor.new(5) { |n| n * Ractor.receive }
r.send(8)
p r.take
p 3.times.map { |n| Ractor.new(n) { |x| x ** 2 } }.map(&:take)
