error = RuntimeError.new("with a backtrace of its own")
error.set_backtrace(["a.rb:1:in `x'", "b.rb:2"])
raise error
