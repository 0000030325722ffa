module Greet
  def self.included(base) = puts("included in #{base}")
  def greet = "hi #{name}"
end
class Base
  attr_reader :name
  include Greet
  include Comparable
  @@count = 0
  class << self
    attr_accessor :setting
    def inherited(sub) = (puts "inherited by #{sub}"; super)
  end
  def initialize(name) = (@name = name; @@count += 1)
  def <=>(other) = name <=> other.name
  def method_missing(m, *args) = m.end_with?("?") ? "#{m}#{args}" : super
  def respond_to_missing?(m, all = false) = m.end_with?("?") || super
  def inspect = "#<#{self.class} #{name}>"
  protected def secret = 1
  private def hidden = 2
end
class Child < Base
  prepend(Module.new { def greet = "prepended #{super}" })
  def initialize(...) = super
  def peek(other) = other.secret
end
a = Child.new("a")
p a.greet, a.what?(1), a.respond_to?(:any?), a < Child.new("b"), a.peek(a), Child.superclass, Child.instance_methods(false), Base.class_variable_get(:@@count)
begin
  a.secret
rescue NoMethodError => e
  puts e.message
end
begin
  a.unknown
rescue NoMethodError => e
  puts e.message
end
o = Object.new
def o.single = :singleton
p o.singleton_methods, a.frozen?, a.dup.name, Child.instance_method(:peek).arity, a.public_send(:name), a.send(:hidden), a.instance_variables
refined = Module.new { refine(String) { def shout = upcase + "!" } }
using refined
p "x".shout, Child.name, Class.new.name, defined?(yield), defined?(String), a.then { _1.name }
Object.send(:remove_const, :Child)
p defined?(Child)
