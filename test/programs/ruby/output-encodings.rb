puts "ünïcödé 🦊"
$stdout.set_encoding("ISO-8859-1")
puts "grüße"
$stdout.set_encoding("UTF-16LE:UTF-8")
puts "x"
