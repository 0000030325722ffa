p File.instance_method(:set_encoding).owner, File.instance_methods(false).include?(:set_encoding), File.method_defined?(:set_encoding, false)
File.open(__FILE__) { |f| p f.set_encoding("BINARY").external_encoding; f.set_encoding("UTF-8", "UTF-16LE"); p f.external_encoding, f.internal_encoding }
p IO.instance_method(:set_encoding).arity
