#!/bin/sh
exec ruby -x "$0"
#!ruby
puts "found", __LINE__
