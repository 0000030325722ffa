/*
 * The end of a process that has been forked from a booted one, after all that its program registered with C's atexit. What
 * would come then is what was booted: the destructors of each shared object are two page faults, to free what the kernel is
 * about to free. Those of objects that the program loaded can be seen: where there are any, all of them run.
 */
#include "zygote.h"

#include <asm/unistd.h>

/* dl_iterate_phdr(3), as far as it is looked at. */
struct object_info {
  void *address;
  const char *name;
  const void *headers;
  unsigned short header_count;
  unsigned long long added, removed; /* objects, since the start */
};
int dl_iterate_phdr(int (*look)(struct object_info *, size_t, void *), void *data);
int on_exit(void (*last)(int status, void *data), void *data);
int fflush(void *file);

static unsigned long long booted;

static int count(struct object_info *info, size_t size, void *objects) {
  if (size >= sizeof *info) *(unsigned long long *)objects = info->added;
  return 1;
}

int objects_are_booted(void) {
  unsigned long long objects = 0;
  dl_iterate_phdr(count, &objects);
  return objects && objects == booted;
}

static void leave(int status, void *unused) {
  (void)unused;
  if (!objects_are_booted()) return;
  fflush(NULL);
  enter_exit(status);
}

void leave_prepare(void) {
  dl_iterate_phdr(count, &booted);
  on_exit(leave, NULL);
}
