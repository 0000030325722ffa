p ARGV, ARGV.size, ARGV.frozen?, ARGV.map(&:frozen?).uniq, ARGV.map(&:encoding).uniq, $*.equal?(ARGV)
puts ARGV.shift, ARGF.argv.inspect
