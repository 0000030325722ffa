class IO
  def write(*texts) = super(*texts.map { |t| t.to_s.upcase })
end
class << $stdout
  def write(*texts) = super("<", *texts, ">")
end
puts "hello"
$stdout.print "x\n"
$stderr.puts "not me"
