/*
 * Ruby (MRI 3.3, with libruby as a shared object) as a zygote.
 *
 * Ruby opens its script early: its first line may have options. What takes the time, RubyGems and the libraries for messages,
 * is loaded after that, and before the rest of the script is read. So it gets a file with one empty line, and stays where it
 * tells that file, for the second time, which encoding it has (IO#set_encoding): from there on it reads and parses. A child
 * puts the script under the same descriptor, looks at the first line as Ruby would have done, and goes on by itself.
 *
 * A child has no timer thread. It gets one as after any fork of Ruby's (rb_thread_atfork), together with the other things
 * that a fork needs, but not before it has given up its privileges, which a thread would keep.
 */
#include "zygote.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/mman.h>

#define BOOTED_SCRIPT "main.rb"
#define FDS_MAX 1024
#define STACK_KEPT (64ul << 10)
#define COLLECTIONS_UNTIL_OLD 3

unsigned long pthread_self(void);
int pthread_getattr_np(unsigned long thread, void *attributes);
int pthread_attr_getstack(const void *attributes, void **lowest, size_t *n);
int pthread_attr_destroy(void *attributes);
int fflush(void *file);
size_t strlen(const char *s);
int strncmp(const char *a, const char *b, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *at, int c, size_t n);
void *memmem(const void *at, size_t n, const void *what, size_t size);

/* ---- what it uses of libruby ---- */

typedef unsigned long VALUE;
typedef unsigned long ID;
typedef VALUE (*method_fn)(int argc, const VALUE *argv, VALUE self);
#define BYTE(c) ((VALUE)(c) << 1 | 1) /* as an Integer of Ruby's */

#define WEAK __attribute__((weak))
extern const char ruby_version[] WEAK;
extern VALUE rb_cFile WEAK;
extern void rb_define_method(VALUE of, const char *name, method_fn method, int arity) WEAK;
extern void rb_remove_method(VALUE of, const char *name) WEAK;
extern VALUE rb_call_super(int argc, const VALUE *argv) WEAK;
extern VALUE rb_funcallv(VALUE self, ID method, int argc, const VALUE *argv) WEAK;
extern ID rb_intern(const char *name) WEAK;
extern VALUE rb_io_getbyte(VALUE io) WEAK;
extern VALUE rb_io_ungetbyte(VALUE io, VALUE what) WEAK;
extern VALUE rb_io_gets(VALUE io) WEAK;
extern VALUE rb_str_new_cstr(const char *text) WEAK;
extern void rb_gc(void) WEAK;
extern void rb_thread_atfork(void) WEAK;
extern void ruby_set_argv(int argc, char **argv) WEAK;

static VALUE script; /* the open File */
static int script_fd, counter_fd = -1, set_fd = -1;

static void *real(const char *symbol) { return dlsym(RTLD_NEXT, symbol); }

/* ---- the descriptors of its timer thread, which it closes and makes anew in a child ---- */

EXPORT int eventfd(unsigned first, int flags);
int eventfd(unsigned first, int flags) {
  int fd = (int)syscall(__NR_eventfd2, (long)first, (long)flags);
  if (zygote_is_booting()) counter_fd = fd;
  return fd;
}

EXPORT int epoll_create1(int flags);
int epoll_create1(int flags) {
  int fd = (int)syscall(__NR_epoll_create1, (long)flags);
  if (zygote_is_booting()) set_fd = fd;
  return fd;
}

/* Every other one would be shared with all runs. */
static int has_no_other_fds(void) {
  for (int fd = FD_CTL + 1; fd < FDS_MAX; fd++)
    if (fd != script_fd && fd != counter_fd && fd != set_fd && syscall(__NR_fcntl, (long)fd, (long)F_GETFD) >= 0) return 0;
  return 1;
}

/* ---- whether the booted Ruby is the one that the program would get ---- */

/* What Ruby, RubyGems or Debian's part of it look at only while they start. */
static const char *const boot_prefixes[] = {"RUBY", "GEM", "BUNDLE", "XDG_", "DEBIAN_", NULL};

/* That of the script; 0 if it was not sent along. */
static int find_source(const struct program *p, struct str *source) {
  struct rd files = p->files;
  for (uint32_t i = 0; i < p->nfiles; i++) {
    struct str path = rd_text(&files);
    *source = rd_str(&files);
    if (path.n == strlen(BOOTED_SCRIPT) && !memcmp(path.p, BOOTED_SCRIPT, path.n)) return 1;
  }
  return 0;
}

static int has_shebang(struct str source) { return source.n >= 2 && !memcmp(source.p, "#!", 2); }

/* A first line that changes how the rest is understood, or that Ruby has something to say about. */
static int has_options(struct str source) {
  if (!has_shebang(source)) return 0;
  const char *end = memchr(source.p, '\n', source.n);
  if (!end) return 1;
  size_t n = (size_t)(end - source.p);
  return !memmem(source.p, n, "ruby", 4) || memmem(source.p, n, " -", 2) || memchr(source.p, '\r', n) || memchr(source.p, 0, n);
}

static int fits(const struct program *p, struct str *source) {
  struct rd argv = p->argv;
  struct str entry = rd_text(&argv);
  return entry.n == strlen(BOOTED_SCRIPT) && !memcmp(entry.p, BOOTED_SCRIPT, entry.n) && find_source(p, source) &&
         !has_options(*source) && env_fits(p, boot_prefixes);
}

static void start_anew(const struct program *p) { zygote_start_anew("ruby", p); }

/* ---- the way out: after the program's last finalizer, nothing of a process that is about to end need be taken apart ---- */

EXPORT int ruby_vm_destruct(void *vm);
int ruby_vm_destruct(void *vm) {
  (void)vm;
  hot_pages_learned();
  return 0;
}

/* Looked up ahead. */
static int (*run_node(void))(void *node) {
  static int (*run)(void *);
  if (!run) run = (int (*)(void *))(uintptr_t)real("ruby_run_node");
  return run;
}

EXPORT int ruby_run_node(void *node);
int ruby_run_node(void *node) {
  int status = run_node()(node);
  fflush(NULL);
  enter_exit(status);
}

/* ---- the run ---- */

static void use_script(void) {
  long fd = syscall(__NR_openat, (long)AT_FDCWD, BOOTED_SCRIPT, (long)(O_RDONLY | O_CLOEXEC), 0L);
  if (fd < 0 || syscall(__NR_dup3, fd, (long)script_fd, (long)O_CLOEXEC) < 0) zygote_broken("cannot open the entry file");
  syscall(__NR_close, fd);
}

/* The parser is to see that there was one, and not what it said. */
static void read_shebang(void) {
  rb_io_getbyte(script);
  rb_io_getbyte(script);
  rb_io_gets(script);
  rb_io_ungetbyte(script, rb_str_new_cstr("!\n"));
  rb_io_ungetbyte(script, BYTE('#'));
}

static void run(const struct program *p) {
  struct str source;
  if (!fits(p, &source)) start_anew(p);
  use_script();
  if (has_shebang(source)) read_shebang();
  if (p->nargv > 1) ruby_set_argv((int)p->nargv - 1, texts_copy(p->argv, p->nargv, 0) + 1);
  env_set(p);
}

static void inside(void) { rb_thread_atfork(); }

/*
 * Ruby asks for all of its stack when it boots, and a libruby that is built to touch every page of it on the way (as Debian's
 * is, against clashes with the heap) has it in memory then: as much as the limit allows, nothing of it used. Each fork
 * would go through that.
 */
static void give_back_stack(void) {
  char attributes[64] __attribute__((aligned(16))), *here = __builtin_frame_address(0); /* a pthread_attr_t */
  void *lowest;
  size_t n;
  if (pthread_getattr_np(pthread_self(), attributes)) return;
  if (!pthread_attr_getstack(attributes, &lowest, &n) && (char *)lowest + STACK_KEPT < here)
    syscall(__NR_madvise, lowest, ((size_t)(here - (char *)lowest) - STACK_KEPT) & ~4095ul, (long)MADV_DONTNEED);
  pthread_attr_destroy(attributes);
}

/* What was booted becomes old: the collector looks at it seldom from then on, and its pages stay shared. */
static void prepare(void) {
  run_node();
  rb_io_getbyte(script);
  for (int i = 0; i < COLLECTIONS_UNTIL_OLD; i++) rb_gc();
  give_back_stack();
}

/* ---- the rehearsal ---- */

static const char rehearsed[] =
    "numbers = $stdin.read.split.map(&:to_i)\n"
    "table = [3, 1, 2].to_h { |n| [n, \"n#{n}\"] }\n"
    "puts numbers.sum, table.sort.map { |n, name| \"#{n} #{name}\" }.join(\", \")\n"
    "printf(\"%d %.2f\\n\", table.size, 1.5)\n"
    "p table\n";

static int rehearse(void) {
  if (rehearsal_folder(BOOTED_SCRIPT, rehearsed, sizeof rehearsed - 1)) return 0;
  rb_thread_atfork();
  use_script();
  return 1;
}

/* ---- where it stays ---- */

static const struct runtime_hooks forkable = {.prepare = prepare, .rehearse = rehearse, .inside = inside, .run = run, .keeps_fds = 1};
static const struct runtime_hooks not_forkable = {.run = start_anew};

static int is_known(void) {
  const void *const needed[] = {
      &rb_cFile, (void *)(uintptr_t)rb_define_method, (void *)(uintptr_t)rb_remove_method, (void *)(uintptr_t)rb_call_super,
      (void *)(uintptr_t)rb_funcallv, (void *)(uintptr_t)rb_intern, (void *)(uintptr_t)rb_io_getbyte,
      (void *)(uintptr_t)rb_io_ungetbyte, (void *)(uintptr_t)rb_io_gets, (void *)(uintptr_t)rb_str_new_cstr,
      (void *)(uintptr_t)rb_gc, (void *)(uintptr_t)rb_thread_atfork, (void *)(uintptr_t)ruby_set_argv};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
    if (!needed[i]) return 0;
  return &ruby_version && !strncmp(ruby_version, "3.3.", 4);
}

/* File#set_encoding, for as long as Ruby boots. The first call is the script's. */
static VALUE set_encoding(int argc, const VALUE *argv, VALUE self) {
  if (!script) script = self;
  if (self != script || argc != 2) return rb_call_super(argc, argv);
  rb_remove_method(rb_cFile, "set_encoding");
  zygote_stay(has_no_other_fds() ? &forkable : &not_forkable);
  return rb_funcallv(self, rb_intern("set_encoding"), argc, argv);
}

/* One that is not empty, since Ruby lets go of an empty one. */
static int open_empty_line(void) {
  script_fd = (int)syscall(__NR_memfd_create, "", 1L /* MFD_CLOEXEC */);
  if (script_fd < 0 || syscall(__NR_pwrite64, (long)script_fd, "\n", 1L, 0L) != 1) zygote_broken("memory");
  return script_fd;
}

EXPORT int rb_cloexec_open(const char *path, int flags, unsigned mode);
int rb_cloexec_open(const char *path, int flags, unsigned mode) {
  static int (*open_file)(const char *, int, unsigned);
  if (!open_file) open_file = (int (*)(const char *, int, unsigned))(uintptr_t)real("rb_cloexec_open");
  if (zygote_arrives(path)) {
    if (is_known()) {
      rb_define_method(rb_cFile, "set_encoding", set_encoding, -1);
      return open_empty_line();
    }
    zygote_stay(&not_forkable);
  }
  return open_file(path, flags, mode);
}
