require "set"
require "no-such-library"
