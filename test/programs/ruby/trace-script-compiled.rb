TracePoint.new(:script_compiled) { |tp| p tp.eval_script || File.basename(tp.instruction_sequence.path) }.enable do
  eval("1 + 1")
  require_relative "other"
end
