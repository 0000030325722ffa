import gc
import sys

print(gc.isenabled(), gc.get_threshold(), gc.get_freeze_count(), gc.garbage, gc.callbacks, gc.get_debug(), sorted(vars(gc)))
print(len(gc.get_objects()) > 4000, sys.modules["os"].__dict__ in [o for o in gc.get_objects() if isinstance(o, dict)])
print(len(gc.get_stats()), all(0 <= n < 100_000 for n in gc.get_count()))


class Node:
    def __del__(self):
        print("collected", flush=True)


node = Node()
node.me = node
print(gc.get_referrers(node)[0] is not None, gc.is_tracked(node), gc.is_finalized(node))
del node
print(gc.collect())
gc.callbacks.append(lambda phase, info: print(phase, info["generation"], info["collected"]))
gc.collect(0)
gc.freeze()
print(gc.get_freeze_count() > 4000)
gc.unfreeze()
print(gc.get_freeze_count(), any(r is vars(sys) for r in gc.get_referrers(sys.path)))
