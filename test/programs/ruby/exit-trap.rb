trap("EXIT") { puts "exit trap, #{$!.inspect}" }
class Stream
  def each
    return to_enum unless block_given?
    yield 1
    yield 2
  end
end
e = Stream.new.each
p e.next, e.next, (e.next rescue $!.class)
