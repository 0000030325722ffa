begin
  eval("1 +", binding, "given.rb", 40)
rescue SyntaxError => e
  puts e.message
end
eval("raise 'evaluated'", binding, "given.rb", 7)
