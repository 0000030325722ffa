require "near"
p NEAR, $LOAD_PATH.first
