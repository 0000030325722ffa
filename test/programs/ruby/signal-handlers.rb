%w[TERM USR1 USR2 INT HUP WINCH CHLD].each do |name|
  p trap(name) { |number| puts "#{name} #{number == Signal.list[name]}" }
end
%w[TERM USR1 USR2 INT HUP WINCH].each do |name|
  Process.kill(name, $$)
  sleep 0.01
end
p trap("TERM", "DEFAULT").class, trap("INT", "IGNORE").class, trap("INT", nil)
begin
  trap("KILL") {}
rescue ArgumentError => e
  puts e.message
end
begin
  trap("SEGV") {}
rescue ArgumentError => e
  puts e.message
end
p Signal.signame(15)
