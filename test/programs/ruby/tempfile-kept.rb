require "tempfile"
$file = Tempfile.new("kept")
$path = $file.path
$file.write("x")
$file.flush
at_exit { p File.size($path) }
