p $0, __FILE__, __dir__, $PROGRAM_NAME
raise "where"
