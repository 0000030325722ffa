/*
 * Files that a program left in its work folder, as data. Nobody is left who could change them meanwhile: its jail is gone.
 *
 * Everything here was made by a program that may mean ill: names of any bytes, links, pipes, folders closed to us, files that
 * are said to be of any size, more of them than anybody wants. Only plain files are told of; a link is never followed. The
 * folder is thrown away afterwards, so what is closed may be opened by force.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"
#include "glob.h"

#define CHUNK 65536u
#define PATH_BYTES 1024
#define FILES_MAX 64
/* A second or two, and far more than any honest patterns take for the most files that there can be. */
#define STEPS (UINT64_C(1) << 28)

struct found {
  size_t length;
  char path[PATH_BYTES];
};

static struct search {
  struct rd patterns;
  uint32_t npatterns, most, count;
  uint64_t steps;
  bool more; /* something is left out */
  struct found found[FILES_MAX]; /* the first ones in the order of their bytes */
  size_t path_length;
  char path[PATH_BYTES];
} s;

/* Opens what belongs to the program, also where that has taken away its own right to. */
static int open_plain(int folder, const char *name, int flags) {
  flags |= O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  int fd = openat(folder, name, flags);
  if (fd >= 0 || errno != EACCES) return fd;
  struct stat st;
  if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) || !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))) return -1;
  if (fchownat(folder, name, 0, 0, AT_SYMLINK_NOFOLLOW) || fchmodat(folder, name, 0700, 0)) return -1;
  return openat(folder, name, flags);
}

static int order(const struct found *f, const char *path, size_t n) {
  int c = memcmp(f->path, path, f->length < n ? f->length : n);
  return c ? c : f->length < n ? -1 : f->length > n;
}

static void keep(const char *path, size_t n) {
  uint32_t at = s.count;
  while (at && order(&s.found[at - 1], path, n) > 0) at--;
  if (s.count == s.most) s.more = true;
  if (at == s.most) return;
  uint32_t behind = (s.count < s.most ? s.count : s.most - 1) - at;
  memmove(&s.found[at + 1], &s.found[at], behind * sizeof s.found[0]);
  s.found[at].length = n;
  memcpy(s.found[at].path, path, n);
  if (s.count < s.most) s.count++;
}

static bool is_wanted(void) {
  struct rd r = s.patterns;
  for (uint32_t i = 0; i < s.npatterns; i++)
    if (glob_fits(rd_str(&r), s.path, s.path_length, &s.steps)) return true;
  return false;
}

static void search_folder(int fd, unsigned depth);

static void search_entry(int folder, const char *name, unsigned depth) {
  size_t before = s.path_length, n = strlen(name);
  struct stat st;
  if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) || !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))) return;
  if (before + 1 + n > PATH_BYTES) {
    s.more = true;
    return;
  }
  if (before) s.path[s.path_length++] = '/';
  memcpy(s.path + s.path_length, name, n);
  s.path_length += n;
  if (S_ISREG(st.st_mode)) {
    if (is_wanted()) keep(s.path, s.path_length);
  } else if (depth == GLOB_DEPTH_MAX) {
    s.more = true;
  } else {
    int fd = open_plain(folder, name, O_DIRECTORY);
    if (fd >= 0)
      search_folder(fd, depth + 1);
    else
      s.more = true;
  }
  s.path_length = before;
}

/* Closes it. */
static void search_folder(int fd, unsigned depth) {
  DIR *d = fdopendir(fd);
  if (!d) {
    close(fd);
    s.more = true;
    return;
  }
  for (struct dirent *e; s.steps && (e = readdir(d));)
    if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..")) search_entry(dirfd(d), e->d_name, depth);
  closedir(d);
}

/* By one name after the other, so that no link is followed. */
static int open_found(int work, const struct found *f) {
  char path[PATH_BYTES + 1], *name = path;
  memcpy(path, f->path, f->length);
  path[f->length] = 0;
  int folder = dup(work);
  for (char *slash; folder >= 0 && (slash = strchr(name, '/')); name = slash + 1) {
    *slash = 0;
    int fd = open_plain(folder, name, O_DIRECTORY);
    close(folder);
    folder = fd;
  }
  if (folder < 0) return -1;
  int fd = open_plain(folder, name, 0);
  close(folder);
  return fd;
}

/* A record: u8 1 when the content follows, u32 length of the path, u64 size, path. */
static void send_record(const struct found *f, bool content, uint64_t size) {
  uint8_t head[13 + PATH_BYTES];
  head[0] = content;
  wr_u64(wr_u32(head + 1, (uint32_t)f->length), size);
  memcpy(head + 13, f->path, f->length);
  frames_send(MSG_COLLECTING, head, 13 + f->length);
}

static void send_found(int work, const struct found *f, uint64_t most, uint64_t *left) {
  static uint8_t chunk[CHUNK];
  struct stat st;
  int fd = open_found(work, f);
  if (fd < 0 || fstat(fd, &st) || !S_ISREG(st.st_mode)) {
    s.more = true;
  } else {
    uint64_t size = (uint64_t)st.st_size;
    bool content = size <= most && size <= *left;
    send_record(f, content, size);
    if (content) *left -= size;
    for (uint64_t todo = content ? size : 0; todo;) {
      ssize_t k = read(fd, chunk, todo < CHUNK ? (size_t)todo : CHUNK);
      if (k < 0 && errno == EINTR) continue;
      /* Nobody writes to it any more: it has the size that it had. */
      if (k <= 0) fault("cannot read an output: %s", k ? strerror(errno) : "it has ended");
      frames_send(MSG_COLLECTING, chunk, (size_t)k);
      todo -= (uint64_t)k;
    }
  }
  if (fd >= 0) close(fd);
}

bool outputs_send(int work, struct rd request) {
  uint64_t most = rd_u64(&request), left = rd_u64(&request);
  uint32_t files = rd_u32(&request);
  s.npatterns = rd_u32(&request);
  s.patterns = request;
  for (uint32_t i = 0; i < s.npatterns && !request.bad; i++) rd_text(&request);
  if (request.bad || request.left || !files || files > FILES_MAX) {
    if (work >= 0) close(work);
    return false;
  }
  s.most = files;
  s.count = 0;
  s.steps = STEPS;
  s.more = false;
  s.path_length = 0;
  int root = work < 0 ? -1 : dup(work);
  if (root >= 0) search_folder(root, 0);
  for (uint32_t i = 0; i < s.count; i++) send_found(work, &s.found[i], most, &left);
  if (work >= 0) close(work);
  uint8_t all = !s.more && s.steps;
  frames_send(MSG_COLLECTED, &all, 1);
  return true;
}
