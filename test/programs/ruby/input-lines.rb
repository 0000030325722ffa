while (line = gets)
  puts "#{$.}: #{line.chomp.inspect} #{$_.equal?(line)}"
end
p gets, $., $stdin.lineno
