import { expect, test } from "vitest";
import { bash, python } from "../e2e/service.js";
import { useSlot } from "./slot.js";

/** Links, pipes and other traps in the place of files that somebody outside may write to, read, or clear away. */
const slot = useSlot();

const NAMES = "main.py main.sh main.c a.out run compile stdin stdout stderr output .bashrc inspector.py core";

test("links to the host's and the image's files under every likely name", async () => {
  const source = `
cd /work
for target in ${slot.hostFile} /etc/passwd ../../../../..${slot.hostFile} /proc/1/root${slot.hostFile} nowhere .; do
  for name in ${NAMES}; do
    for folder in /work /tmp /var/tmp /dev/shm; do
      rm -f $folder/$name; ln -s "$target" $folder/$name
      (echo ${slot.word} > $folder/$name) 2>/dev/null
    done
  done
done
ln -s loop1 loop2; ln -s loop2 loop1; rm -f stdout; ln -s loop1 stdout
cat /etc/passwd | grep -c ${slot.word}; exit 0`;
  expect((await slot.attack(bash(source), "accepted")).stdout).toBe("0\n");
});

test("hard links, pipes, sockets, folders and huge sparse files", async () => {
  const source = `
import os, socket, stat
for folder in ("/work", "/tmp", "/dev/shm"):
    os.chdir(folder)
    for i, name in enumerate("${NAMES}".split()):
        name = name + ".x" if os.path.exists(name) else name
        if i % 4 == 0: os.mkfifo(name)
        elif i % 4 == 1: os.mkdir(name)
        elif i % 4 == 2: s = socket.socket(socket.AF_UNIX); s.bind(name)
        else:
            with open(name, "wb") as f: f.truncate(1 << 40)
            os.chmod(name, 0o6777)
    for victim in ("/etc/passwd", "/usr/bin/python3", "/proc/self/environ"):
        try: os.link(victim, "hard")
        except OSError as e: pass
        else: print("linked", victim)
for kind in (stat.S_IFCHR, stat.S_IFBLK):
    try: os.mknod("/tmp/device", kind | 0o666, os.makedev(1, 1)); print("made a device")
    except OSError as e: print(e.strerror)
os.chdir("/tmp")
os.mkdir("locked"); open("locked/in", "w").close(); os.chmod("locked", 0)`;
  const run = await slot.attack(python(source), "accepted");
  expect(run.stdout).toBe("Operation not permitted\nOperation not permitted\n");
});

test("files that turn into links and back while the run ends", async () => {
  const source = `
import os, threading
def race(name):
    while True:
        try:
            os.symlink("${slot.hostFile}", name + "~"); os.replace(name + "~", name)
            open(name + "~", "w").close(); os.replace(name + "~", name)
        except OSError: pass
for name in ("/work/main.py", "/work/stdout", "/tmp/out"):
    if os.fork() == 0: race(name)
import time; time.sleep(0.3)`;
  await slot.attack(python(source), "accepted");
});

test("a compile step that leaves a trap where its program belongs", async () => {
  // The wrapper runs any command inside the compiler's jail.
  const planting = (commands: string) => ({
    language: "c",
    entry: "main.c",
    files: [
      { path: "main.c", content: "int main(void) { return 0; }" },
      { path: "plant.sh", content: `rm -rf a.out; ${commands}; exit 0` },
    ],
    compileArgs: ["-wrapper", "/bin/sh,plant.sh"],
  });
  const run = await slot.attack(planting("ln -s /bin/cat a.out"), "accepted");
  expect(run.stdout).toBe("");
  for (const plant of [
    `ln -s ${slot.hostFile} a.out`,
    "ln -s /proc/self/mem a.out",
    "ln -s a.out a.out",
    "mkfifo a.out",
    "mkdir a.out",
    "true",
    "echo garbage > a.out; chmod 755 a.out",
  ]) {
    const failed = await slot.attack(planting(plant), "runtime_error");
    expect(`${failed.message}${failed.stderr}`, plant).toMatch(
      /^could not start \.\/a\.out: E(ACCES|LOOP|NOENT|NOEXEC)$|garbage: /,
    );
  }
  for (const plant of ["chmod 0 .", "rm -rf /work/*", "mv a.out b.out; ln b.out a.out; chmod 6777 a.out"]) {
    const last = `case "$1" in *collect2) "$@"; ${plant};; *) exec "$@";; esac`;
    const { outcome } = await slot.service.execute({
      ...planting("true"),
      files: [
        { path: "main.c", content: "int main(void) { return 0; }" },
        { path: "plant.sh", content: last },
      ],
    });
    expect(outcome, plant).toBe(plant.startsWith("rm") ? "runtime_error" : "accepted");
  }
});

test("file names that mean something to the runtime are only files", async () => {
  const files = [
    "sitecustomize.py",
    "usercustomize.py",
    "encodings/__init__.py",
    "os.py",
    ".pythonrc",
    "a.out/x",
  ].map((path) => ({ path, content: "raise SystemExit(9)" }));
  files.push({ path: "main.py", content: "print(__import__('os').path.exists('a.out/x'))" });
  const run = await slot.attack({ language: "python", entry: "main.py", files }, "accepted");
  expect(run.stdout).toBe("True\n");
  const folder = [
    { path: "main.c", content: "int main(void) { return 0; }" },
    { path: "a.out/x", content: "" },
  ];
  expect(await slot.attackCompiler({ language: "c", entry: "main.c", files: folder })).toMatch(/a\.out/);
});
