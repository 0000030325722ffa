import threading


def fail():
    raise KeyboardInterrupt("while waiting for threads")


threading._register_atexit(fail)
print("end")
