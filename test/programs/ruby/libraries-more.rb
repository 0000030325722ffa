require "logger"
require "benchmark"
log = Logger.new($stdout, formatter: ->(level, _, _, message) { "#{level}: #{message}\n" })
log.info "logged"
log.warn { "lazily" }
p Benchmark.realtime { sleep 0.01 } > 0.005
require "monitor"
m = Monitor.new
m.synchronize { m.synchronize { puts "re-entered" } }
require "singleton"
class One; include Singleton; end
p One.instance.equal?(One.instance)
require "pstore"
store = PStore.new("store")
store.transaction { store[:a] = 1 }
store.transaction(true) { p store[:a] }
