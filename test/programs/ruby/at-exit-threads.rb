at_exit { p Thread.new { sleep 0.01; :joined }.value }
at_exit { puts `echo from a child` }
