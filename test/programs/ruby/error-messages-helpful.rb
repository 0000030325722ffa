class Person
  attr_accessor :first_name
  def full = frist_name
end
begin
  Person.new.full
rescue NameError => e
  puts e.message, e.detailed_message, e.spell_checker.corrections.inspect, e.backtrace_locations.first.lineno
end
begin
  [1, 2].frist
rescue NoMethodError => e
  puts e.detailed_message(highlight: false)
end
{ foo: 1 }.fetch(:fo)
