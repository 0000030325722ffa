def inner = raise(ArgumentError, "in a required file")
inner
