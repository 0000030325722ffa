[-> { nil.upcase }, -> { 1 / 0 }, -> { [].fetch(4) }, -> { {}.fetch(:a) }, -> { Float("x") }, -> { raise "plain" },
 -> { Object.new.instance_variable_get("x") }, -> { undefined_local }, -> { UndefinedConstant }, -> { "a" + 1 }, -> { [1].first("x") },
 -> { :a.unknown }, -> { def_nothing(1) }, -> { "frozen".freeze << "x" }, -> { raise Class.new(StandardError), "anonymous" },
 -> { Comparable.new }, -> { loop { raise StopIteration, "stop" }; raise IOError }, -> { File.open("nowhere") }, -> { Struct.new(:a).new(1, 2) },
 -> { ->(a) {}.call }, -> { method(:puts).unbind.bind(1).call("bound") ; raise NotImplementedError }].each do |failing|
  failing.call
rescue Exception => e
  puts e.full_message(highlight: false, order: :top).gsub(/#<Class:0x\h+>/, "#<Class>"), e.class.ancestors.first(3).inspect.gsub(/0x\h+/, "0x")
end
