queue = Queue.new
results = []
mutex = Mutex.new
workers = 4.times.map do |n|
  Thread.new { while (job = queue.pop) != :done do mutex.synchronize { results << job * 2 } end; n }
end
100.times { |n| queue << n }
4.times { queue << :done }
p workers.map(&:value), results.sum, Thread.list.size, Thread.main == Thread.current, Thread.current.native_thread_id
p Thread.new { Thread.current[:local] = 1; Thread.current.name = "n"; [Thread.current[:local], Thread.current.name] }.value
condition = ConditionVariable.new
ready = false
waiter = Thread.new { mutex.synchronize { condition.wait(mutex) until ready; :woken } }
mutex.synchronize { ready = true; condition.signal }
p waiter.value, waiter.alive?, waiter.status
p Thread.new { sleep }.tap { |t| Thread.pass until t.stop?; t.kill; t.join }.status
lazy = Thread.new { Thread.stop; :run }
Thread.pass until lazy.stop?
p lazy.run.value
sized = SizedQueue.new(1)
producer = Thread.new { 3.times { |n| sized << n }; sized.close }
items = []
while (item = sized.pop) do items << item end
p items
