text = File.read(__FILE__)
puts text.lines.first, text.size, File.expand_path(__FILE__), File.absolute_path?(__FILE__), __dir__
puts File.stat($0).mode.to_s(8), File.size(__FILE__), File.world_readable?(__FILE__).to_s
