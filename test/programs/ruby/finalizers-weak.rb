require "weakref"
map = ObjectSpace::WeakMap.new
key = Object.new
map[key] = "value"
p map[key], map.size
ref = WeakRef.new(key)
p ref.weakref_alive?
GC.start
p map.key?(key)
