Thread.report_on_exception = true
thread = Thread.new { raise "in a thread" }
begin
  thread.join
rescue => e
  p e
end
Thread.new { Thread.current.report_on_exception = false; raise "quiet" }.join
