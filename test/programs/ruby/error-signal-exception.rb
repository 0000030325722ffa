raise SignalException, "TERM"
