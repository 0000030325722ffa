require_relative "util"
require "./lib/deep"
load "lib/loaded.rb"
load "./lib/loaded.rb", true
p Util.name, Deep::FILE, $LOADED_FEATURES.last(2), $LOADED, require_relative("util")
autoload :Lazy, "./lib/lazy.rb"
p Object.autoload?(:Lazy), Lazy
$LOAD_PATH.unshift File.join(__dir__, "lib")
require "deeper"
begin
  require "nowhere/at-all"
rescue LoadError => e
  puts e.message, e.path
end
