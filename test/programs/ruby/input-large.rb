sum = 0
count = 0
STDIN.each_line { |line| sum += line.size; count += 1 }
p sum, count
