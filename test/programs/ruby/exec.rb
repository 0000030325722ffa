puts "lost unless flushed"
$stdout.flush
exec("echo", "replaced", "$HOME")
