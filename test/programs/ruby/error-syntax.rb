puts "never printed"
def broken
  if true
    puts 1
end
