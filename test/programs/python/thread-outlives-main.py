import threading
import time


def work():
    threading.main_thread().join()
    print("main ended", threading.main_thread().is_alive(), flush=True)
    print("file", globals().get("__file__"), "cached", "__cached__" in globals())
    print(len(threading.enumerate()), threading.current_thread().name)
    raise ValueError("late")


threading.Thread(target=work, name="late").start()
print("end of main")
