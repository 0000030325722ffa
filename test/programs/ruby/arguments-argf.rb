while (line = ARGF.gets)
  puts "#{ARGF.filename}:#{ARGF.file.lineno}:#{ARGF.lineno}: #{line}"
end
