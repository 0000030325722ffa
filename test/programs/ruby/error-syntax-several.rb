x = [1, 2
y = )
class lower; end
