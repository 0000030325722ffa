import resource
import time

usage = resource.getrusage(resource.RUSAGE_SELF)
print(time.process_time() < 0.5, usage.ru_utime + usage.ru_stime < 0.5, time.thread_time() < 0.5, time.perf_counter() > 0)
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print(children.ru_utime + children.ru_stime)
print(abs(time.time() - __import__("os").stat(__file__).st_mtime) < 60)
