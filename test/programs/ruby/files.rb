File.write("a.txt", "one\ntwo\n")
File.open("a.txt", "a") { |f| f.puts "three"; f.flock(File::LOCK_EX) }
p File.readlines("a.txt", chomp: true), File.size("a.txt"), File.exist?("b.txt"), File.extname("a.txt"), File.stat("a.txt").file?
Dir.mkdir("d")
File.rename("a.txt", "d/b.txt")
File.symlink("b.txt", "d/link")
p Dir.children("d").sort, Dir.glob("**/*").sort, File.readlink("d/link"), File.realpath("d/link"), Dir.pwd
Dir.chdir("d") { p Dir.pwd, File.read("link").size }
require "tempfile"
require "tmpdir"
require "fileutils"
Tempfile.create("x") { |f| f.write("t"); f.rewind; p f.read, File.basename(f.path).start_with?("x") }
Dir.mktmpdir { |dir| p File.directory?(dir) }
FileUtils.rm_r("d")
p Dir.empty?("."), Dir.children(".").sort
begin
  File.write("/etc/x", "no")
rescue SystemCallError => e
  puts e.message, e.errno == Errno::EROFS::Errno || e.errno == Errno::EACCES::Errno
end
io = File.open("b.bin", "wb+")
io.write([1, 2, 3].pack("n*"))
io.seek(2)
p io.read.unpack("n*"), io.pos, io.pread(2, 0)
