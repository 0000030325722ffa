module Util
  def self.name = "util from #{__FILE__}"
end
