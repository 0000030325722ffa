p gets, $stdin.read, $stdin.eof?, STDIN.each_line.to_a
readline
