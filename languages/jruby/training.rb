# What programs are commonly made of: the classes that are loaded for it are kept in the image, linked.
require "set"

module Named
  def name = self.class.name.downcase
end

Point = Struct.new(:x, :y)

class Circle
  include Named
  include Comparable
  attr_reader :radius

  def initialize(radius) = @radius = radius
  def area = Math::PI * radius**2
  def <=>(other) = area <=> other.area
end

def gcd(a, b) = b.zero? ? a : gcd(b, a % b)

numbers = $stdin.each_line.flat_map { |line| line.split.map(&:to_i) }
puts numbers.group_by { _1 % 3 }.transform_values(&:sum).inspect
puts numbers.sort_by { -_1 }.first(3).join(", ")
printf("%s %.2f\n", Circle.new(2).name, Circle.new(2).area)
counts = Hash.new(0)
"the quick brown fox".each_char { |char| counts[char] += 1 }
puts counts.select { |_, n| n > 1 }.sort.to_h
case [1, [2, 3]]
in [Integer => a, [b, *rest]] then puts a + b + rest.sum
end
begin
  Integer("x")
rescue ArgumentError => e
  warn e.message
ensure
  $stdout.flush
end
puts Set[1, 2] | [3], Point.new(1, 2), gcd(12, 18), (1..10).each_slice(3).to_a.inspect, 2**100
puts "a1b22".scan(/\d+/).map(&:to_i).reduce(:+), "żółw".upcase, :symbol.to_proc.call("x") rescue puts "none"
puts [3, 1].max, (1..Float::INFINITY).lazy.map { _1 * 2 }.first(2).inspect, Circle.new(1) < Circle.new(2), ARGV.inspect
