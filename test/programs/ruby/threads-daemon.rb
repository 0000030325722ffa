Thread.new { begin; sleep; ensure; puts "killed at the end"; end }
Thread.pass until Thread.list.last.stop?
puts "main ends"
