class Odd < StandardError
  def message = raise("no message")
end
raise Odd
