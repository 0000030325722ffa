p __FILE__, __LINE__, __method__, self, self.class, binding.local_variables, RUBY_VERSION, RUBY_ENGINE, RUBY_PLATFORM, RUBY_PATCHLEVEL
def where = caller_locations(1, 1).first.then { |l| [l.path, l.lineno, l.label, l.absolute_path] }
p where, method(:where).source_location, binding.source_location, caller
p TOPLEVEL_BINDING.local_variables, TOPLEVEL_BINDING.source_location, TOPLEVEL_BINDING.receiver
p RubyVM::YJIT.enabled?, defined?(RubyVM::RJIT) && RubyVM::RJIT.enabled?, $VERBOSE, $DEBUG, $-I.equal?($LOAD_PATH), $-v, $-d, $-p, $-l, $-a, $-i, $;, $,, $/, $\
p RubyVM::InstructionSequence.compile("1 + 1").eval, RubyVM::InstructionSequence.of(method(:where)).path
p RUBY_DESCRIPTION.include?("+YJIT"), __ENCODING__, Encoding.default_internal, Encoding.default_external
p ObjectSpace.each_object(Class).include?(String), Object.new.object_id.class
