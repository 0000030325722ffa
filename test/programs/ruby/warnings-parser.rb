if a = 1
  puts "assigned"
end
x = 5 unless defined?(x)
puts [1, 2].map do |n| n end
case 1
when 1 then :a
when 1 then :b
end
{ k: 1, k: 2 }
p -1.abs
