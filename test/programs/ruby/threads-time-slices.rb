counts = [0, 0]
threads = 2.times.map { |n| Thread.new { counts[n] += 1 while counts.min < 1000 } }
threads.each(&:join)
p counts.min >= 1000
