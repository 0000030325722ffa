at_exit { puts "first set, last run"; p $! }
at_exit { puts "second"; at_exit { puts "nested" } }
END { puts "END block" }
2.times { END { puts "once" } }
ObjectSpace.define_finalizer(+"x", proc { puts "finalized" })
trap("EXIT") { puts "trapped exit" }
puts "body"
