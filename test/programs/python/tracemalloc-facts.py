import tracemalloc

print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
tracemalloc.start()
data = [bytes(1000) for _ in range(1000)]
current, peak = tracemalloc.get_traced_memory()
print(1_000_000 < current < 1_200_000)
print(tracemalloc.take_snapshot().statistics("lineno")[0].traceback)
