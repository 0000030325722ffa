require "coverage"
Coverage.start(lines: true, methods: true)
load "./covered.rb"
p Coverage.result.transform_keys { |path| File.basename(path) }.values
