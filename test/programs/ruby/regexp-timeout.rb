Regexp.timeout = 0.1
begin
  (("a" * 40) + "!") =~ /\A(a|a|aa)+(b|\1)+\z/
  puts "matched in time"
rescue Regexp::TimeoutError => e
  puts e.message
end
