before = Process.clock_gettime(Process::CLOCK_MONOTONIC)
wall = Time.now
sleep 0.03
after = Process.clock_gettime(Process::CLOCK_MONOTONIC)
p after - before >= 0.03, after - before < 5, Time.now - wall < 5, Time.now.year > 2020
p Time.at(0).utc.iso8601 rescue p $!.class
p Time.at(1700000000).to_s, Time.now.zone, Time.now.utc_offset, Time.gm(2000).strftime("%F %T %j"), Process.clock_getres(:CLOCK_REALTIME)
p (Process.clock_gettime(Process::CLOCK_REALTIME) - Time.now.to_f).abs < 5, Process.times.class
