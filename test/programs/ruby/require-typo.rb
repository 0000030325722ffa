require "jsno"
