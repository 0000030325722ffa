/*
 * The root file system of kinds that are not in the image itself: an overlay of read-only layers over it, which the host
 * keeps in one folder and never changes once they have their names. It is mounted in the agent's own mount namespace, one at
 * a time, with everything in it that runtimes look for while they boot. A jail binds its own folders upon that and makes it
 * its root.
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"

static char lower[ROOT_LAYERS_MAX * 128];
static bool mounted;

const char *root_now(void) { return mounted ? ROOT_DIR : ""; }

/* What overlayfs would read as its own syntax, or what leads out of the folder, is no layer's name. */
static bool plain(struct str name) {
  for (uint32_t i = 0; i < name.n; i++) {
    char c = name.p[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && !(i && name.p[i - 1] != '/' && (c == '-' || c == '/' || c == '.'))) return false;
  }
  return name.n && !memmem(name.p, name.n, "..", 2);
}

static int list_layers(struct rd layers, uint32_t n, char *to, size_t size) {
  size_t at = 0;
  to[0] = 0;
  for (uint32_t i = 0; i < n; i++) {
    struct str name = rd_text(&layers);
    if (!plain(name)) return -1;
    int k = snprintf(to + at, size - at, "%s" LAYERS_DIR "/%.*s", i ? ":" : "", (int)name.n, name.p);
    if (k < 0 || (size_t)k >= size - at) return -1;
    at += (size_t)k;
  }
  return 0;
}

static int mount_root(void) {
  char options[sizeof lower + 64];
  snprintf(options, sizeof options, "lowerdir=%s,userxattr", lower);
  if (mount("overlay", ROOT_DIR, "overlay", MS_RDONLY | MS_NOSUID | MS_NODEV, options)) return -1;
  mounted = true;
  return mount("/dev", ROOT_DIR "/dev", NULL, MS_BIND | MS_REC, NULL) ||
         mount("/proc", ROOT_DIR "/proc", NULL, MS_BIND, NULL);
}

static int unmount_root(void) {
  if (mounted && umount2(ROOT_DIR, MNT_DETACH)) return -1;
  mounted = false;
  lower[0] = 0;
  return 0;
}

int root_use(struct rd layers, uint32_t n) {
  char wanted[sizeof lower];
  if (n > ROOT_LAYERS_MAX || list_layers(layers, n, wanted, sizeof wanted)) {
    errno = EINVAL;
    return -1;
  }
  if (!strcmp(wanted, lower)) return 0;
  runtime_end_any(); /* it was booted in the other one */
  if (unmount_root()) return -1;
  if (!n) return 0;
  memcpy(lower, wanted, sizeof lower);
  if (!mount_root()) return 0;
  int error = errno;
  unmount_root();
  errno = error;
  return -1;
}

int root_enter(void) {
  return chdir("/") || syscall(SYS_pivot_root, ROOT_DIR, ROOT_DIR AGENT_DIR) ||
         mount(AGENT_DIR AGENT_DIR, AGENT_DIR, NULL, MS_BIND, NULL);
}
