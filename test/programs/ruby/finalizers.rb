class Held
  def initialize(name) = ObjectSpace.define_finalizer(self, self.class.say(name))
  def self.say(name) = proc { |id| puts "#{name} #{id.class}" }
end
$kept = Held.new("kept")
ObjectSpace.define_finalizer($kept, proc { puts "second of the same" })
at_exit { puts "at_exit comes first" }
finalizer = proc { raise "ignored" }
ObjectSpace.define_finalizer(Object.new, finalizer)
puts "end of body"
