def old = warn("deprecated", category: :deprecated)
Warning[:deprecated] = true
old
warn "uplevel", uplevel: 0
CONSTANT = 1
CONSTANT = 2
def twice; end
$VERBOSE = true
def twice; end
unused = eval("x = 1; 2")
module Warning
  def self.warn(message, category: nil) = $stdout.print("caught: ", message)
end
CONSTANT = 3
p(*[1], Warning[:experimental])
