/*
 * What a compile step left in its work folder, as data. Nobody is left who could change it meanwhile: its jail is gone.
 *
 * Only what can be made again as it was: plain files and folders with the modes that compilers give. Links, pipes, files that
 * only their owner can read, empty folders, too many or too much: the answer is that there is none.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"

#define CHUNK 65536u
#define DEPTH_MAX 32
#define PATH_BYTES 1024

struct collection {
  uint64_t bytes_left;
  uint32_t files_left;
  size_t path_length;
  char path[PATH_BYTES + 1];
  uint8_t chunk[CHUNK];
};

/* A record: u8 executable, u32 length of the path, u32 size, path; the content follows in frames of its own. */
static void send_head(struct collection *c, const struct stat *st) {
  uint8_t head[9 + PATH_BYTES];
  head[0] = (st->st_mode & 0111) != 0;
  wr_u32(wr_u32(head + 1, (uint32_t)c->path_length), (uint32_t)st->st_size);
  memcpy(head + 9, c->path, c->path_length);
  frames_send(MSG_COLLECTING, head, 9 + c->path_length);
}

static bool send_file(struct collection *c, int fd, const struct stat *st) {
  mode_t mode = st->st_mode & 07777;
  if ((mode != 0644 && mode != 0755) || st->st_nlink != 1 || !c->files_left--) return false;
  if ((uint64_t)st->st_size > c->bytes_left || st->st_size > UINT32_MAX) return false;
  c->bytes_left -= (uint64_t)st->st_size;
  send_head(c, st);
  for (off_t left = st->st_size; left > 0;) {
    ssize_t k = read(fd, c->chunk, CHUNK);
    if (k < 0 && errno == EINTR) continue;
    if (k <= 0 || k > left) return false;
    frames_send(MSG_COLLECTING, c->chunk, (size_t)k);
    left -= k;
  }
  return true;
}

static bool send_folder(struct collection *c, int fd, int depth);

static bool send_entry(struct collection *c, int folder, const char *name, int depth) {
  size_t before = c->path_length, n = strlen(name);
  if (before + 1 + n > PATH_BYTES) return false;
  if (before) c->path[c->path_length++] = '/';
  memcpy(c->path + c->path_length, name, n);
  c->path_length += n;
  int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat st;
  bool fine = fd >= 0 && !fstat(fd, &st);
  if (fine && S_ISDIR(st.st_mode))
    fine = (st.st_mode & 07777) == 0755 && send_folder(c, fd, depth + 1); /* which closes it */
  else {
    fine = fine && S_ISREG(st.st_mode) && send_file(c, fd, &st);
    if (fd >= 0) close(fd);
  }
  c->path_length = before;
  return fine;
}

static bool send_folder(struct collection *c, int fd, int depth) {
  DIR *d = depth > DEPTH_MAX ? NULL : fdopendir(fd);
  if (!d) {
    close(fd);
    return false;
  }
  bool fine = true, any = false;
  errno = 0;
  for (struct dirent *e; fine && (e = readdir(d)); errno = 0) {
    if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
    any = true;
    fine = send_entry(c, dirfd(d), e->d_name, depth);
  }
  fine = fine && any && !errno;
  closedir(d);
  return fine;
}

void collect_work(int work, uint64_t bytes, uint32_t files) {
  static struct collection c;
  c.bytes_left = bytes;
  c.files_left = files;
  c.path_length = 0;
  uint8_t whole = work >= 0 && send_folder(&c, work, 0);
  frames_send(MSG_COLLECTED, &whole, 1);
}
