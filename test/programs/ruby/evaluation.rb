x = 10
p eval("x + 1"), binding.eval("x * 2"), instance_eval { self }, Class.new { class_eval("def m = 5") }.new.m, binding.local_variable_set(:x, 3), x
b = binding
b.local_variable_set(:fresh, 1)
p b.local_variables.include?(:fresh), b.receiver
p ObjectSpace::WeakMap.new.inspect.class, send(:define_method, :dynamic) { 1 } rescue p $!.class
p Object.const_set(:Late, 5), Late, method(:eval).owner, proc { |a, b = 2, *c, d:, **e, &f| }.parameters
