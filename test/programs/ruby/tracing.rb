events = []
trace = TracePoint.new(:call, :return, :c_call, :class, :raise) { |tp| events << [tp.event, tp.method_id, tp.lineno] }
def traced(x) = x + 1
trace.enable { traced(1); class Made; end; begin; raise "x"; rescue; end }
p events
lines = []
TracePoint.new(:line) { |tp| lines << tp.lineno }.enable do
  a = 1
  b = 2
end
p lines
set_trace_func(proc { |event, file, line| puts "#{event} #{line}" if event == "line" && file == __FILE__ })
x = 1
set_trace_func(nil)
