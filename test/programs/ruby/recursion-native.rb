hash = Hash.new { |h, k| h[k + 1] }
begin
  hash[0]
rescue SystemStackError => e
  puts e.message
end
class Loop
  def to_s = "#{self}"
  def <=>(other) = other <=> self
end
begin
  Loop.new.to_s
rescue SystemStackError => e
  puts e.message
end
text = "(" * 5000 + "1" + ")" * 5000
begin
  p eval(text)
rescue SystemStackError, SyntaxError => e
  puts e.class
end
