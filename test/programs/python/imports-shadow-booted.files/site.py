raise RuntimeError("shadow")
