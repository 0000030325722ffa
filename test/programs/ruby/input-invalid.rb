line = gets
p line, line.valid_encoding?, line.scrub("?")
begin
  line =~ /x/
rescue => e
  p e
end
