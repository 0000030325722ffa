p GC.stat(:heap_allocated_pages) > 100, ENV["RUBY_GC_HEAP_FREE_SLOTS"]
