#!/usr/bin/ruby -w
unused = 1
def twice; end
def twice; end
p $VERBOSE, $-w, __LINE__
