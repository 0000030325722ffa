puts caller(1, 1).size, __method__.inspect
