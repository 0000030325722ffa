from circular import missing
