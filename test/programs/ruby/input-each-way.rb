p $stdin.gets, $stdin.getc, $stdin.readchar, $stdin.getbyte, $stdin.read(3), $stdin.readline(chomp: true)
$stdin.ungetc("Z")
p $stdin.gets(2), $stdin.gets("|"), $stdin.readpartial(100), $stdin.readlines
begin
  $stdin.readline
rescue EOFError => e
  puts e.message
end
