class Lazy; end
puts "lazily"
