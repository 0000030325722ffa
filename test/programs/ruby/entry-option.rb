puts "with warnings: #{$VERBOSE}"
