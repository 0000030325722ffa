Thread.abort_on_exception = true
Thread.report_on_exception = false
Thread.new { raise "ends all" }
sleep
