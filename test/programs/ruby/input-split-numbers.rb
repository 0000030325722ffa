n = gets.to_i
rows = n.times.map { gets.split.map(&:to_i) }
puts rows.map(&:sum), STDIN.each_line.map(&:strip).reject(&:empty?).join(",")
