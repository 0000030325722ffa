import sys

seen = []
sys.addaudithook(lambda event, args: seen.append(event) if event != "object.__getattr__" else None)
open("/dev/null").close()
exec(compile("1", "x", "exec"))
print([event for event in seen if event in ("open", "exec", "compile")])
sys.addaudithook(lambda event, args: print(event) if event.startswith("cpython") else None)
