/*
 * A forked child shares every page with the booted runtime until it writes to it, and has yet to find those of mapped
 * files, code above all. Each costs a page fault, while somebody waits. A small program writes to about two hundred pages,
 * and which ones they are is nearly the same for all programs: one rehearsal tells, and each child copies them, in few
 * system calls, before there is a program to wait for. The code that it needs it inherits, and no other (see inherit_code).
 *
 * The kernel says in /proc/self/pagemap which pages are a process's own (`exclusive`, proc_pid_pagemap(5)), and which of a
 * file's it has mapped. Where it does not, or where MADV_POPULATE_WRITE is unknown (before 5.14), nothing is done ahead.
 */
#include "pages.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/ioctl.h>
#include <linux/mman.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <linux/userfaultfd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

/* From headers of Linux 5.11 and 6.7. */
#ifndef UFFD_USER_MODE_ONLY
#define UFFD_USER_MODE_ONLY 1
#endif
#define WRITES_TRACKED (1ull << 15) /* UFFD_FEATURE_WP_ASYNC */

void *memcpy(void *to, const void *from, size_t n);
size_t strlen(const char *s);
int strncmp(const char *a, const char *b, size_t n);

#define RANGES_MAX 8192
#define MAPPINGS_MAX 2048

struct table {
  uint32_t count;
  struct range ranges[RANGES_MAX];
};

/* While it is learned, shared with the child that rehearses; then each process's own: what one run could write, the next would do. */
static struct table *hot;

static int rehearsing;

struct k_itimer {
  struct { long sec, usec; } interval, first;
};
/* Of a few milliseconds of work, on starved machines. */
#define REHEARSAL_SECONDS 20

struct mapping mappings[MAPPINGS_MAX];
uint32_t mapping_count;

static uintptr_t hex(const char **at) {
  uintptr_t value = 0;
  for (;; (*at)++) {
    char c = **at;
    if (c >= '0' && c <= '9')
      value = value << 4 | (uintptr_t)(c - '0');
    else if (c >= 'a' && c <= 'f')
      value = value << 4 | (uintptr_t)(c - 'a' + 10);
    else
      return value;
  }
}

static int begins(const char *at, const char *text) { return !strncmp(at, text, strlen(text)); }

/* "first-end rw-p ... name". False where it is no mapping's first line. */
static int parse_first_line(const char *at, struct mapping *m) {
  *m = (struct mapping){.pages = {0, 0, MADV_POPULATE_READ}};
  m->pages.first = hex(&at);
  if (*at++ != '-') return 0;
  m->pages.end = hex(&at);
  if (*at != ' ') return 0;
  if (at[1] == 'r' && at[4] == 'p') m->protection = PROT_READ | (at[2] == 'w' ? PROT_WRITE : 0) | (at[3] == 'x' ? PROT_EXEC : 0);
  if (m->protection & PROT_WRITE) m->pages.advice = MADV_POPULATE_WRITE;
  for (; *at && *at != '\n'; at++) {
    m->is_of_file |= *at == '/';
    m->is_special |= *at == '[' && !begins(at, "[heap]");
  }
  return 1;
}

/* Wiped or left out in a fork, or droppable: what must not become a file's. */
static int has_own_ways(const char *flags) {
  for (; *flags && *flags != '\n'; flags++)
    if (begins(flags, " wf") || begins(flags, " dc") || begins(flags, " dp")) return 1;
  return 0;
}

/* Lines of /proc/self/smaps. */
static void parse_mappings(const char *at) {
  struct mapping m = {.protection = 0};
  while (*at && mapping_count < MAPPINGS_MAX) {
    struct mapping next;
    if (begins(at, "VmFlags:")) {
      m.is_special |= has_own_ways(at);
      if (m.protection) mappings[mapping_count++] = m;
    } else if (parse_first_line(at, &next)) {
      m = next;
    }
    while (*at && *at != '\n') at++;
    if (*at) at++;
  }
}

static void read_mappings(void) {
  static char text[1 << 20];
  long fd = syscall(__NR_openat, (long)AT_FDCWD, "/proc/self/smaps", (long)(O_RDONLY | O_CLOEXEC), 0L), k = 1;
  size_t n = 0;
  while (fd >= 0 && k > 0 && n < sizeof text - 1) {
    k = syscall(__NR_read, fd, text + n, sizeof text - 1 - n);
    if (k > 0) n += (size_t)k;
  }
  if (fd >= 0) syscall(__NR_close, fd);
  parse_mappings(text);
  /* Its whole pages: whatever is next to it stays. */
  uintptr_t first = ((uintptr_t)text + PAGE - 1) & -PAGE, end = (uintptr_t)(text + sizeof text) & -PAGE;
  syscall(__NR_madvise, first, end - first, (long)MADV_DONTNEED);
}

static void note(uintptr_t page, long advice) {
  struct range *last = hot->count ? &hot->ranges[hot->count - 1] : NULL;
  if (last && last->end == page && last->advice == advice)
    last->end += PAGE;
  else if (hot->count < RANGES_MAX)
    hot->ranges[hot->count++] = (struct range){page, page + PAGE, advice};
}

size_t look_at_pages(long pagemap, const struct range *r, uintptr_t at, uint64_t entries[512]) {
  size_t want = (r->end - at) / PAGE;
  if (want > 512) want = 512;
  long k = want ? syscall(__NR_pread64, pagemap, entries, want * sizeof *entries, (long)(at / PAGE * sizeof *entries)) : 0;
  return k > 0 ? (size_t)k / sizeof *entries : 0;
}

long open_pagemap(void) {
  return syscall(__NR_openat, (long)AT_FDCWD, "/proc/self/pagemap", (long)(O_RDONLY | O_CLOEXEC), 0L);
}

static int is_looked_at(uint64_t page) { return (page & PAGE_PRESENT) && (page & PAGE_OF_FILE); }

static int is_written_to(uint64_t page) {
  return (page & PAGE_PRESENT) && (page & PAGE_EXCLUSIVE) && !(page & PAGE_OF_FILE);
}

/* Of the mappings there were before, those with the advice `of`: what of a file this process has looked at, or what is its own by now. */
static void note_pages(long of, int (*is_meant)(uint64_t), long advice) {
  static uint64_t entries[512];
  long fd = open_pagemap();
  for (uint32_t i = 0; fd >= 0 && i < mapping_count; i++) {
    if (mappings[i].pages.advice != of) continue;
    size_t n;
    for (uintptr_t at = mappings[i].pages.first; (n = look_at_pages(fd, &mappings[i].pages, at, entries)); at += n * PAGE)
      for (size_t e = 0; e < n; e++)
        if (is_meant(entries[e])) note(at + e * PAGE, advice);
  }
  if (fd >= 0) syscall(__NR_close, fd);
}

/* As programs have it: pipes, with nothing to read, and room for what little is written. */
static void own_pipes(void) {
  for (long fd = 0; fd < 3; fd++) {
    int ends[2];
    if (syscall(__NR_pipe2, ends, (long)O_CLOEXEC) < 0) return;
    syscall(__NR_dup3, (long)ends[fd > 0], fd, 0L);
    syscall(__NR_close, (long)ends[1]);
  }
}

/*
 * Whoever looks at a page of a mapped file gets up to 15 others with it, and pays for them at each fork and at its end. Not
 * where the kernel tracks writes to the mapping, which is until this descriptor is closed. -1 where it cannot (before 6.7).
 */
static long one_by_one(int all) {
  long fd = syscall(__NR_userfaultfd, (long)(O_CLOEXEC | UFFD_USER_MODE_ONLY));
  struct uffdio_api api = {.api = UFFD_API, .features = WRITES_TRACKED};
  if (fd >= 0 && syscall(__NR_ioctl, fd, (long)UFFDIO_API, &api) < 0) {
    syscall(__NR_close, fd);
    return -1;
  }
  for (uint32_t i = 0; fd >= 0 && i < mapping_count; i++) {
    const struct range *r = &mappings[i].pages;
    struct uffdio_register whole = {.range = {r->first, r->end - r->first}, .mode = UFFDIO_REGISTER_MODE_WP};
    if (all || r->advice == MADV_POPULATE_READ) syscall(__NR_ioctl, fd, (long)UFFDIO_REGISTER, &whole);
  }
  return fd;
}

static void rehearse(const struct runtime_hooks *hooks) {
  cold_pages_trace();
  one_by_one(1);
  syscall(__NR_setitimer, 0L /* ITIMER_REAL */, &(struct k_itimer){{0, 0}, {REHEARSAL_SECONDS, 0}}, NULL); /* ends by SIGALRM */
  if (hooks->after_fork_child) hooks->after_fork_child();
  own_pipes();
  if (!hooks->rehearse()) hot_pages_learned();
}

int rehearsal_folder(const char *name, const char *source, size_t n) {
  if (syscall(__NR_unshare, (long)CLONE_NEWNS) < 0) return -1;
  if (syscall(__NR_mount, "", "/", "", (long)(MS_REC | MS_PRIVATE), NULL) < 0) return -1;
  if (syscall(__NR_mount, "rehearsal", WORK_DIR, "tmpfs", (long)(MS_NOSUID | MS_NODEV), NULL) < 0) return -1;
  if (syscall(__NR_chdir, WORK_DIR) < 0) return -1;
  long fd = syscall(__NR_openat, (long)AT_FDCWD, name, (long)(O_WRONLY | O_CREAT | O_CLOEXEC), 0644L);
  if (fd < 0 || syscall(__NR_write, fd, source, n) != (long)n) return -1;
  return (int)syscall(__NR_close, fd);
}

void hot_pages_learned(void) {
  if (!rehearsing) return;
  note_pages(MADV_POPULATE_READ, is_looked_at, MADV_POPULATE_READ);
  note_pages(MADV_POPULATE_WRITE, is_written_to, MADV_POPULATE_WRITE);
  note_pages(MADV_POPULATE_WRITE, is_looked_at, 0);
  for (;;) syscall(__NR_exit_group, 0L);
}

/* Whether it has nothing but what the file has. */
static int is_untouched(long pagemap, const struct range *r) {
  static uint64_t entries[512];
  size_t n;
  uintptr_t at = r->first;
  for (; (n = look_at_pages(pagemap, r, at, entries)); at += n * PAGE)
    for (size_t e = 0; e < n; e++)
      if ((entries[e] & PAGE_PRESENT) && !(entries[e] & PAGE_OF_FILE)) return 0;
  return at == r->end;
}

/* What it took to boot is more than ten times what a program takes: it stays in memory, but not in this process's page table. */
static void forget_code(void) {
  long fd = open_pagemap();
  for (uint32_t i = 0; fd >= 0 && i < mapping_count; i++) {
    const struct range *r = &mappings[i].pages;
    if (r->advice == MADV_POPULATE_READ && is_untouched(fd, r))
      syscall(__NR_madvise, r->first, r->end - r->first, (long)MADV_DONTNEED);
  }
  if (fd >= 0) syscall(__NR_close, fd);
}

/*
 * A fork copies the page table of a mapped file only when the process has a page of its own in it. So it gets one, by writing
 * what is there already: children then have found the code that they need, for less than finding it themselves. Nor do
 * they have any other: each page costs them 0.1 us at the fork and at their end.
 */
static int inherit(const struct range *r, long memory) {
  static const struct range *within;
  for (uint32_t i = 0; i < mapping_count && (!within || r->first >= within->end); i++)
    if (mappings[i].pages.first <= r->first && r->first < mappings[i].pages.end) {
      within = &mappings[i].pages;
      char same = *(const volatile char *)r->first;
      if (syscall(__NR_pwrite64, memory, &same, 1L, r->first) != 1) return -1;
    }
  return syscall(__NR_madvise, r->first, r->end - r->first, (long)MADV_POPULATE_READ) < 0 ? -1 : 0;
}

static void inherit_code(void) {
  cold_pages_set_apart(hot->ranges, hot->count);
  long memory = syscall(__NR_openat, (long)AT_FDCWD, "/proc/self/mem", (long)(O_RDWR | O_CLOEXEC), 0L);
  uint32_t kept = 0;
  forget_code();
  long tracking = one_by_one(0);
  for (uint32_t i = 0; i < hot->count; i++) {
    const struct range *r = &hot->ranges[i];
    if (r->advice && (r->advice != MADV_POPULATE_READ || memory < 0 || inherit(r, memory))) hot->ranges[kept++] = *r;
  }
  hot->count = kept;
  if (tracking >= 0) syscall(__NR_close, tracking);
  if (memory >= 0) syscall(__NR_close, memory);
}

int hot_pages_learn(const struct runtime_hooks *hooks) {
  long access = PROT_READ | PROT_WRITE, shared = MAP_SHARED | MAP_ANONYMOUS;
  long at = syscall(__NR_mmap, NULL, sizeof *hot, access, shared, -1L, 0L);
  if (at < 0 && at > -4096) return 0;
  hot = (void *)at;
  read_mappings();
  if (hooks->before_fork) hooks->before_fork();
  int pid = fork();
  if (!pid) {
    rehearsing = 1;
    rehearse(hooks);
    return 1;
  }
  if (hooks->after_fork_parent) hooks->after_fork_parent();
  int status = -1;
  if (pid > 0) syscall(__NR_wait4, (long)pid, &status, 0L, NULL);
  struct table *shared_table = hot;
  at = syscall(__NR_mmap, NULL, sizeof *hot, access, (long)(MAP_PRIVATE | MAP_ANONYMOUS), -1L, 0L);
  hot = at < 0 && at > -4096 ? NULL : (void *)at;
  if (hot && !status) memcpy(hot, shared_table, sizeof *hot); /* else it did not get that far */
  syscall(__NR_munmap, shared_table, sizeof *shared_table);
  if (hot) inherit_code();
  return 0;
}

void hot_pages_take(void) {
  for (uint32_t i = 0; hot && i < hot->count; i++) {
    const struct range *r = &hot->ranges[i];
    if (syscall(__NR_madvise, r->first, r->end - r->first, r->advice) < 0) return;
  }
}
