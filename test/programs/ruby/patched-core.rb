class Integer
  alias plus +
  def +(other) = plus(other).plus(1)
end
p 1 + 1, [1, 2].sum
class String
  def to_s = "patched"
end
puts "x", "#{"x"}"
module Kernel
  alias old_puts puts
  def puts(*args) = old_puts(*args.map { |a| "[#{a}]" })
end
puts "wrapped"
class Array
  def each = raise("no each")
end
begin
  [1].each {}
rescue => e
  p e.message
end
p [3, 1].sort
class Object
  def method_missing(name, *) = "missing #{name}"
end
p undefined_thing
