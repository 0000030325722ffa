def start
  require_relative "lib/raises"
end
start
