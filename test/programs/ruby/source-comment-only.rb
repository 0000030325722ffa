# nothing but a comment
BEGIN { puts "begin" }
END { puts "end" }
