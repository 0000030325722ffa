require "open3"
p system("exit 3"), $?.exitstatus, system("no-such-command"), `printf out`, $?.to_i
out, err, status = Open3.capture3("cat; echo err >&2; exit 4", stdin_data: "in")
p out, err, status.exitstatus
pid = spawn({ "WORD" => "env" }, "echo $WORD >&2", err: :out)
Process.wait pid
IO.popen(["ruby", "-e", "puts ARGV.inspect, ENV.key?('LD_PRELOAD'), $$ > 2", "a", "b c"]) { |io| puts io.read }
IO.popen("cat", "r+") { |io| io.write "through"; io.close_write; p io.read }
begin
  spawn("/no/such/file")
rescue => e
  puts e.message
end
p Process.wait2(spawn("exit 9"))[1].exitstatus, Process.waitall
puts `ruby -v`.split[1] == RUBY_VERSION
