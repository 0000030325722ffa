import os
import subprocess
import sys
import threading


class Late:
    def __del__(self, os=os, sys=sys, threading=threading, subprocess=subprocess):
        print(sys.is_finalizing(), flush=True)
        for action in (threading.Thread(target=print).start, os.fork, lambda: subprocess.run(["true"]), lambda: os.system("echo shell")):
            try:
                action()
                print("went well", flush=True)
            except BaseException as error:
                print(type(error).__name__, error, flush=True)


class Cycle(Late):
    pass


late = Late()
cycle = Cycle()
cycle.me = cycle
