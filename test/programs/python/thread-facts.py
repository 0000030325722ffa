import os
import threading
import _thread

main = threading.main_thread()
print(type(main), main.name, main.ident == threading.get_ident(), main.native_id == os.getpid() == threading.get_native_id())
print(threading.current_thread() is main, threading.active_count(), _thread._count(), threading.stack_size())
print(threading.local().__dict__, threading._main_thread.daemon, threading._shutdown_locks if hasattr(threading, "_shutdown_locks") else "")


def show():
    print(threading.current_thread().name, threading.current_thread() is main, _thread._count())


for _ in range(3):
    t = threading.Thread(target=show)
    t.start()
    t.join()
timer = threading.Timer(0.01, print, ["timer"])
timer.start()
timer.join()
