import sys
import threading


def fail():
    raise LookupError("in a thread")


def leave():
    sys.exit("ignored in a thread")


for target in (fail, leave):
    thread = threading.Thread(target=target, name="worker-" + target.__name__)
    thread.start()
    thread.join()
threading.excepthook = lambda args: print("hook", args.exc_type.__name__, args.thread.name)
thread = threading.Thread(target=fail, name="third")
thread.start()
thread.join()
import _thread


def raw():
    raise KeyError("raw thread")


sys.unraisablehook = lambda args: (sys.__unraisablehook__(args), done.set())
done = threading.Event()
_thread.start_new_thread(raw, ())
done.wait()
