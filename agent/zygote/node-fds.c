/*
 * Event loops have pipes, counters and sets of descriptors, also those whose threads a child does not have. What a child
 * inherits it would share with every other run: what one writes, another reads. So each gets its own under the same number.
 */
#include "node.h"

#include <asm/unistd.h>
#include <asm/stat.h>
#include <linux/fcntl.h>

enum fd_kind { FD_NONE, FD_PIPE, FD_COUNTER, FD_SET, FD_NULL };
static const char *const fd_names[] = {"", "pipe:[", "anon_inode:[eventfd]", "anon_inode:[eventpoll]", "/dev/null"};
#define FDS_MAX 1024
#define OWN_FDS_MAX 64

static struct own_fd {
  int fd, other; /* the end to write to, of a pipe */
  enum fd_kind kind;
  uint64_t inode; /* of a pipe */
  char name[48];
} own_fds[OWN_FDS_MAX];
static int own_fd_count;

static enum fd_kind kind_of(const char *name) {
  for (enum fd_kind kind = FD_PIPE; kind <= FD_NULL; kind++)
    if (!strncmp(name, fd_names[kind], strlen(fd_names[kind]))) return kind;
  return FD_NONE;
}

static long name_fd(int fd, char *name, size_t size) {
  char path[40];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  long n = syscall(__NR_readlinkat, (long)AT_FDCWD, path, name, size - 1);
  if (n >= 0) name[n] = 0;
  return n;
}

/* Tells one pipe from another. */
static uint64_t inode_of(int fd) {
  struct stat st;
  return syscall(__NR_fstat, (long)fd, &st) < 0 ? 0 : st.st_ino;
}

static int pair_up(struct own_fd *end) {
  for (int i = 0; i < own_fd_count; i++) {
    struct own_fd *other = &own_fds[i];
    if (other->kind != FD_PIPE || other->other || strcmp(other->name, end->name) != 0) continue;
    int writes = (syscall(__NR_fcntl, (long)end->fd, (long)F_GETFL) & O_ACCMODE) == O_WRONLY;
    other->other = writes ? end->fd : other->fd;
    if (!writes) other->fd = end->fd;
    return 1;
  }
  return 0;
}

int own_fds_find(void) {
  int half_pipes = 0;
  for (int fd = FD_CTL + 1; fd < FDS_MAX; fd++) {
    if (syscall(__NR_fcntl, (long)fd, (long)F_GETFD) < 0) continue;
    if (own_fd_count == OWN_FDS_MAX) return 0;
    struct own_fd *own = &own_fds[own_fd_count];
    if (name_fd(fd, own->name, sizeof own->name) < 0) return 0;
    own->fd = fd;
    own->kind = kind_of(own->name);
    own->inode = inode_of(fd);
    if (own->kind == FD_NONE) return 0;
    int paired = own->kind == FD_PIPE && pair_up(own);
    if (own->kind == FD_PIPE) half_pipes += paired ? -1 : 1;
    if (!paired) own_fd_count++;
  }
  return !half_pipes;
}

static void put_fd(long fresh, int number) {
  if (fresh < 0 || syscall(__NR_dup3, fresh, (long)number, (long)O_CLOEXEC) < 0) zygote_broken("descriptors");
  syscall(__NR_close, fresh);
}

/* libuv has done so by itself with one of the pipes, as soon as the process forked. */
static int is_renewed(const struct own_fd *own) { return own->kind == FD_PIPE && inode_of(own->fd) != own->inode; }

void own_fds_renew(void) {
  for (int i = 0; i < own_fd_count; i++) {
    const struct own_fd *own = &own_fds[i];
    int ends[2];
    if (is_renewed(own)) continue;
    if (own->kind == FD_COUNTER) put_fd(syscall(__NR_eventfd2, 0L, (long)(O_CLOEXEC | O_NONBLOCK)), own->fd);
    if (own->kind == FD_SET) put_fd(syscall(__NR_epoll_create1, (long)O_CLOEXEC), own->fd);
    if (own->kind == FD_NULL) put_fd(syscall(__NR_openat, (long)AT_FDCWD, "/dev/null", (long)(O_RDONLY | O_CLOEXEC), 0L), own->fd);
    if (own->kind != FD_PIPE) continue;
    if (syscall(__NR_pipe2, ends, (long)(O_CLOEXEC | O_NONBLOCK)) < 0) zygote_broken("descriptors");
    put_fd(ends[0], own->fd);
    put_fd(ends[1], own->other);
  }
}
