puts DATA.read
DATA.rewind
p DATA.gets, DATA.lineno, DATA.pos, DATA.path, DATA.external_encoding, DATA.close_on_exec?, DATA.size
__END__
first ünïcödé
second
