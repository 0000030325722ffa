p $VERBOSE, $DEBUG, defined?(Set), ENV["RUBYOPT"]
unused = 1
