p ENV.to_a, ENV.size, ENV["WORD"], ENV["WORD"].encoding, ENV["EMPTY"], ENV.fetch("NONE", "default")
ENV["MADE"] = "here"
puts `echo $WORD $MADE`
ENV.delete("WORD")
system("echo [$WORD]")
p ENV.key?("RUBYOPT"), ENV.key?("LD_PRELOAD"), ENV.to_h.keys.sort
begin
  ENV["nul\0"] = "x"
rescue => e
  p e
end
