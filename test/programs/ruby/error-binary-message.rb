raise "bytes \xff\xfe".b
