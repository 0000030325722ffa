import signal
import time

print("waiting", flush=True)
signal.setitimer(signal.ITIMER_REAL, 0.02)
time.sleep(5)
