module Kernel
  def at_exit(&block) = super.tap { $stdout.puts "registered" }
  def exit(code = 0) = super(code.plus_one)
end
class Integer
  def plus_one = self + 1
end
class Exception
  def full_message(**) = "patched full message"
  def detailed_message(**) = "patched detailed message"
end
Process.singleton_class.prepend(Module.new { def exit(*) = super(8) })
raise "shown how?"
