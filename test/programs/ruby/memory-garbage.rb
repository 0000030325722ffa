300_000.times { |n| [n, n.to_s, { n => n }] }
p GC.count > 0, GC.stat.key?(:count), GC.stress
GC.disable
p GC.enable, GC.start, GC.compact.class
p ObjectSpace.count_objects.key?(:TOTAL), ObjectSpace.garbage_collect
