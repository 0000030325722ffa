puts "never"
