$LOADED = ($LOADED || 0) + 1
