a = []
300_000.times { a = [a] }
[:inspect, :hash, :flatten, :to_s].each do |m|
  begin
    a.send(m); puts "#{m} done"
  rescue SystemStackError => e
    puts "#{m} #{e.message}"
  end
end
begin
  Marshal.dump(a)
  puts "dumped"
rescue SystemStackError, ArgumentError => e
  puts e.message
end
puts (Regexp.new("(" * 20000 + ")" * 20000) rescue $!.class)
f = ->(n) { [n].each { f.(n + 1) } }
begin; f.(0); rescue SystemStackError => e; puts e.message; end
t = Thread.new { begin; a.inspect; rescue SystemStackError => e; e.message; end }
puts t.value.class
