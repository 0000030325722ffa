#!/usr/bin/env ruby
puts "ran"
