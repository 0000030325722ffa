puts "böm", __LINE__, "x".encoding
