require_relative "near"
p $0, __FILE__, __dir__, Dir.pwd, NEAR
