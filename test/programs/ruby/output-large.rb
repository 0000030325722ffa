200_000.times { |n| puts n }
$stderr.puts "done"
