import inspect
import traceback


def f():
    for frame in inspect.stack():
        print(frame.filename, frame.lineno, frame.function, frame.code_context, frame.index, frame.positions)
    traceback.print_stack()
    return inspect.currentframe()


frame = f()
print(frame.f_back, inspect.getsource(f))
print(inspect.getmodule(f), inspect.getsourcefile(f), inspect.getsourcelines(f)[1])
import linecache
print(linecache.getline(__file__, 2))
