p $LOADED_FEATURES.map { |path| File.basename(path) }
p $LOAD_PATH, Gem.loaded_specs.keys.sort, Gem::VERSION
p [:DidYouMean, :ErrorHighlight, :SyntaxSuggest, :Set, :JSON].map { |name| [name, Object.const_defined?(name)] }
p Object.constants.size, Object.private_instance_methods.size, global_variables.sort
