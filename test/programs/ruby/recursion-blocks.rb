def nested(n, &block) = n.zero? ? block.call : [1].each { nested(n - 1, &block) }
nested(1500) { puts "bottom" }
begin
  deep = ->(n) { [n].map { |x| deep.(x + 1) } }
  deep.(0)
rescue SystemStackError => e
  puts e.message
end
