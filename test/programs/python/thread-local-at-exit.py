import os
import threading

local = threading.local()


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        os.write(1, f"freed {self.name}\n".encode())


local.value = Loud("main's local")
ready = threading.Event()


def daemon():
    local.value = Loud("daemon's local")
    ready.set()
    threading.Event().wait()


threading.Thread(target=daemon, daemon=True).start()
ready.wait()
print("end", flush=True)
