require "optparse"
options = {}
OptionParser.new do |parser|
  parser.banner = "Usage: #{$0} [options]"
  parser.on("-n", "--number N", Integer) { |n| options[:number] = n }
  parser.on("--[no-]quiet") { |q| options[:quiet] = q }
end.parse!
p options, ARGV
begin
  OptionParser.new.parse(["--unknown"])
rescue => e
  puts e.message
end
puts OptionParser.new { |parser| parser.on("-v") }.help
