import gc

gc.set_debug(gc.DEBUG_SAVEALL)
cycle = []
cycle.append(cycle)
del cycle
print(gc.collect() > 0, len(gc.garbage) > 0)
gc.set_debug(0)
