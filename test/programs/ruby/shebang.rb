#!/usr/bin/env ruby
puts "ran", __LINE__, File.read(__FILE__).lines.first
