at_exit { puts "others run" }
at_exit { raise "in at_exit" }
puts "body"
