#!/usr/bin/env ruby -s
p $word, ARGV
