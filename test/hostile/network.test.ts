import { expect, test } from "vitest";
import { c, python } from "../e2e/service.js";
import { useSlot } from "./slot.js";

/** A run has a network of its own with nobody in it. */
const slot = useSlot();

test("no address answers, no name is known", async () => {
  const { port } = new URL(slot.service.url);
  const source = `
import errno, socket
# A datagram to oneself is sent, and nobody is there to read it.
OWN = ("127.0.0.1", "127.0.0.53", "0.0.0.0", "::1")
def to(host, port, kind=socket.SOCK_STREAM):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, kind) as s:
        s.settimeout(1)
        try:
            s.connect((host, port)); s.send(b"x")
            print("sent to", host, port) if kind == socket.SOCK_STREAM or host not in OWN else None
        except TimeoutError: print("no answer from", host)
        except OSError as e: print(errno.errorcode[e.errno]) if e.errno not in (errno.ENETUNREACH, errno.ECONNREFUSED, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EHOSTUNREACH) else None
for host in ("127.0.0.1", "127.0.0.53", "0.0.0.0", "::1", "10.0.0.1", "172.17.0.1", "192.168.0.1", "169.254.169.254", "100.100.100.200", "8.8.8.8", "fd00:ec2::254", "224.0.0.1", "255.255.255.255"):
    for port in (${port}, 22, 53, 80, 443, 6379): to(host, port)
    to(host, 53, socket.SOCK_DGRAM)
for name in ("example.com", "redis", "metadata.google.internal", "host.docker.internal"):
    try: print(socket.getaddrinfo(name, 80))
    except OSError: pass
print([name for _, name in socket.if_nameindex()])`;
  expect((await slot.attack(python(source), "accepted")).stdout).toBe("['lo']\n");
});

test("no socket by name leads out, in the file system or beside it", async () => {
  const source = `
import os, socket
names = [line.split()[-1] for line in open("/proc/net/unix").read().splitlines()[1:] if len(line.split()) > 7]
print(names)
candidates = ["\\0" + n for n in ("/tmp/.X11-unix/X0", "/containerd-shim/x", "dbus", "neuron", "redis")]
candidates += ["/run/docker.sock", "/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/neuron/redis.sock", "/run/dbus/system_bus_socket"]
for name in candidates:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        with socket.socket(socket.AF_UNIX, kind) as s:
            try: s.connect(name); print("connected to", name)
            except OSError: pass
for top, folders, files in os.walk("/"):
    if top.startswith(("/proc", "/sys")): folders.clear()
    for f in files:
        try:
            if os.stat(os.path.join(top, f)).st_mode & 0o170000 == 0o140000: print("a socket", top, f)
        except OSError: pass`;
  expect((await slot.attack(python(source), "accepted")).stdout).toBe("[]\n");
});

test("unusual address families are refused", async () => {
  const source = `
import socket
allowed = []
for family in range(1, 46):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try: socket.socket(family, kind).close(); allowed.append(family)
        except OSError: pass
print(sorted(set(allowed)))`;
  // Unix, IPv4, IPv6, and netlink, which lists interfaces.
  const { stdout } = await slot.attack(python(source), "accepted");
  expect(JSON.parse(stdout)).toEqual(expect.arrayContaining([1, 2, 10]));
  expect(JSON.parse(stdout).filter((family: number) => ![1, 2, 10, 16].includes(family))).toEqual([]);
});

test("what is listened on and bound is gone with the run", async () => {
  const source = `
import os, socket, time
for port in (80, 6379, 4000, 8080):
    for family in (socket.AF_INET, socket.AF_INET6):
        s = socket.socket(family); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try: s.bind(("", port)); s.listen(); os.dup(s.fileno())
        except OSError as e: print(e)
u = socket.socket(socket.AF_UNIX); u.bind("\\0${slot.word}"); u.listen()
d = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); d.bind(("127.0.0.1", 5353))
a = socket.create_server(("127.0.0.1", 9000)); b = socket.create_connection(("127.0.0.1", 9000)); c, _ = a.accept()
b.send(b"${slot.word}"); print(c.recv(100).decode() == "${slot.word}")
b.close(); c.close()
if os.fork() == 0: time.sleep(100)`;
  const { stdout } = await slot.attack(python(source), "accepted");
  expect(stdout.split("\n").at(-2)).toBe("True");
});

test("interfaces and routes stay as they are", async () => {
  const source = `#define _GNU_SOURCE
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <linux/if_tun.h>
#include <fcntl.h>
int main(void) {
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq r = {0};
  strcpy(r.ifr_name, "lo");
  r.ifr_flags = 0;
  if (ioctl(s, SIOCSIFFLAGS, &r) == 0) puts("took lo down");
  if (ioctl(s, SIOCSIFMTU, &r) == 0) puts("changed lo");
  if (open("/dev/net/tun", O_RDWR) >= 0) puts("opened tun");
  if (socket(AF_PACKET, SOCK_RAW, 0x0300) >= 0) puts("a packet socket");
  if (socket(AF_INET, SOCK_RAW, 1) >= 0) puts("a raw socket");
  puts("end");
}`;
  expect((await slot.attack(c(source), "accepted")).stdout).toBe("end\n");
});
