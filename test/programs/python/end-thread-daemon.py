import threading
import time


class Told:
    def __del__(self):
        print("told")


def wait(kept):
    time.sleep(60)


threading.Thread(target=wait, args=([],), daemon=True).start()
kept = [Told]
instance = Told()
print("main ends")
