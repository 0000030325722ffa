import threading
import time

lines = []
values = {"one": 1}


def forever():
    while True:
        lines.append(values["one"] + len(lines))
        if len(lines) > 1000:
            lines.clear()


for _ in range(4):
    threading.Thread(target=forever, daemon=True).start()
time.sleep(0.02)


class Slow:
    def __del__(self):
        total = 0
        for i in range(300_000):
            total += i
        print("slow destructor", total)


slow = Slow()
cycle = [Slow()]
cycle.append(cycle)
print("end of main")
