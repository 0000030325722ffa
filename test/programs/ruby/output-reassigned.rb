require "stringio"
$stdout = StringIO.new
puts "captured"
text = $stdout.string
$stdout = STDOUT
p text
$stderr = $stdout
warn "to stdout"
begin
  $stdout = 1
rescue TypeError => e
  puts e.message
end
STDOUT.reopen("file.txt", "w")
puts "into a file"
STDOUT.flush
STDERR.puts File.read("file.txt")
