puts "did not look"
