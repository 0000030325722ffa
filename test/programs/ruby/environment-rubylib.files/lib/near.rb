NEAR = __FILE__
