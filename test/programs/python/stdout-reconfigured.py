import sys

sys.stdout.reconfigure(line_buffering=True, encoding="utf-16-le")
print("wide")
sys.stdout.reconfigure(encoding="ascii", errors="xmlcharrefreplace")
print("caf\xe9")
sys.stdout.detach().write(b"detached\n")
