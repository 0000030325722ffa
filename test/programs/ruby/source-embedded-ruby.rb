=begin
a comment of several lines
=end
puts __LINE__
puts __FILE__ == $0, __FILE__ == $PROGRAM_NAME
