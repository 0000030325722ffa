$depth = 0
def endless = ($depth += 1; endless)
begin
  endless
rescue SystemStackError
  p $depth
end
