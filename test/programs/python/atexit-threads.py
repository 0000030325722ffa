import atexit
import os
import subprocess
import threading


def late():
    try:
        thread = threading.Thread(target=print, args=("ran",))
        thread.start()
        thread.join()
    except RuntimeError as error:
        print("thread:", error)
    try:
        if os.fork() == 0:
            os._exit(0)
        print("forked")
    except Exception as error:
        print("fork:", type(error).__name__, error)
    try:
        print("subprocess:", subprocess.run(["echo", "x"], capture_output=True).stdout)
    except Exception as error:
        print("subprocess:", type(error).__name__, error)
    try:
        subprocess.run(["true"], preexec_fn=lambda: None)
    except Exception as error:
        print("preexec:", type(error).__name__, error)


atexit.register(late)
