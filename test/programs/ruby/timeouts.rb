require "timeout"
begin
  Timeout.timeout(0.05) { sleep }
rescue Timeout::Error => e
  p e.message
end
p Timeout.timeout(1) { :in_time }
begin
  Timeout.timeout(0.05) { loop {} }
rescue Timeout::Error
  puts "a busy loop, too"
end
