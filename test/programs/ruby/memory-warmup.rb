p Process.warmup
kept = Array.new(10_000) { |n| "#{n}" }
GC.compact
p kept.sum(&:to_i), GC.verify_compaction_references(expand_heap: true, toward: :empty).class
