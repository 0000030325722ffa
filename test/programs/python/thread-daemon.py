import atexit
import threading


class Loud:
    def __del__(self):
        import os
        os.write(1, b"never freed by a daemon's frame\n")


started = threading.Event()


def forever():
    loud = Loud()
    started.set()
    threading.Event().wait()


def busy():
    while True:
        len(str(helper))


def helper():
    pass


for target in (forever, busy, busy):
    threading.Thread(target=target, daemon=True).start()
started.wait()
atexit.register(lambda: print("atexit", sum(t.daemon for t in threading.enumerate())))
data = [Loud.__name__] * 10
print("main ends")
