fiber = Fiber.new { |x| y = Fiber.yield(x + 1); Fiber.yield(y * 2); :end }
p fiber.resume(1), fiber.resume(5), fiber.resume, fiber.alive?
begin
  fiber.resume
  fiber.resume
rescue FiberError => e
  puts e.message
end
numbers = Enumerator.new { |y| a, b = 0, 1; loop { y << a; a, b = b, a + b } }
p numbers.lazy.select(&:even?).first(8), numbers.next, numbers.next, numbers.peek
p 200.times.map { |n| Fiber.new { n } }.sum(&:resume)
