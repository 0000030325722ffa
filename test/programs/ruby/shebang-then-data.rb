#!/usr/bin/env ruby
p DATA.gets, DATA.lineno, DATA.pos
__END__
x
y
