Point = Struct.new(:x, :y)
data = { list: [1, 2.5, nil, true, :sym, "text", 2 ** 70], point: Point.new(1, 2), range: 1..3, time: Time.at(0) }
copy = Marshal.load(Marshal.dump(data))
p copy == data, copy
begin
  Marshal.dump(proc {})
rescue TypeError => e
  puts e.message
end
p data.dup.equal?(data), data.clone(freeze: true).frozen?
