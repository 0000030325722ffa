def down(n) = n.zero? ? 0 : 1 + down(n - 1)
p down(9_000)
def endless(n) = endless(n + 1)
begin
  endless(0)
rescue SystemStackError => e
  puts e.message, e.backtrace.size > 1000
end
p [[[]]].flatten, (a = []; a << a; a.inspect)
deep = nil
3_000.times { deep = [deep] }
p deep.flatten.size, deep.to_s.size, Marshal.load(Marshal.dump(deep)) == deep
