import code

namespace = {"__name__": "space"}
exec("x = 1\ndef f(): return __name__\n", namespace)
print(sorted(k for k in namespace if not k.startswith("__")), namespace["f"](), eval("1 + 1"))
console = code.InteractiveInterpreter()
console.runsource("print('ran')")
console.runsource("1 / 0")
exec(compile("raise ValueError('from exec')", "<made up>", "exec"))
