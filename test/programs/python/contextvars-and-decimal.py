import contextvars
import decimal
import os
import threading

variable = contextvars.ContextVar("variable", default="none")


class Loud:
    def __del__(self):
        os.write(1, b"context value freed\n")


print(variable.get(), list(contextvars.copy_context()))
variable.set(Loud())
threading.Thread(target=lambda: print(variable.get())).start()
decimal.getcontext().prec = 5
print(decimal.Decimal(1) / 3)
