NEAR = __dir__
