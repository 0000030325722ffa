SCRIPT_LINES__ = {}
require "./other"
p SCRIPT_LINES__.keys.map { |path| File.basename(path) }
