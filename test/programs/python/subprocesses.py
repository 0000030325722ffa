import os
import subprocess
import sys

print(subprocess.check_output(["sh", "-c", "echo $0 $PWD; cat"], input=b"piped", stderr=subprocess.STDOUT))
r = subprocess.run([sys.executable, "-c", "import sys; print(sys.argv, sys.path[0]); sys.exit(3)", "a"], capture_output=True, text=True)
print(r.returncode, r.stdout, r.stderr)
print(subprocess.run(["sh", "-c", "kill -9 $$"]).returncode)
try:
    subprocess.run(["no-such-program"])
except FileNotFoundError as error:
    print(error)
try:
    subprocess.run(["sleep", "5"], timeout=0.02)
except subprocess.TimeoutExpired as error:
    print(error)
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(p.communicate("through cat"))
print(os.popen("echo popen; ls -l /proc/self/fd | wc -l").read())
print(os.system("exit 5"), os.waitstatus_to_exitcode(os.system("exit 5")))
pid = os.posix_spawn("/bin/echo", ["echo", "spawned"], os.environ)
print(os.waitpid(pid, 0)[1], flush=True)
subprocess.run(["sh", "-c", "grep -E 'Sig(Ign|Blk|Cgt)' /proc/self/status; ulimit -a"])
