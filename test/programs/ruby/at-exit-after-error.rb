at_exit { p $!.class, $!.message; puts "still runs" }
at_exit { exit 9 }
raise "uncaught"
