/*
 * Node.js (20 and later, with libnode and libuv as shared objects) as a zygote.
 *
 * It stays where it says that it is bootstrapped: what was to be preloaded is loaded, the next thing that it does is to run
 * its script, and there is nothing on the stack but what is there for every script. The child goes on from there by itself.
 * What stands in the way of a fork is taken out of it:
 *
 * - V8 keeps its heap from children (MADV_DONTFORK): it is not told to the kernel. It scatters it, too: see heap_address.
 * - A child has one thread. V8 is told not to use others; what is waited for at the end is left out, see `leave`.
 * - The event loop's descriptors would be shared: libuv makes them anew (uv_loop_fork).
 * - The clock, the process id, and random numbers are those of the boot: each child gets its own.
 *
 * All of it is reached by the names that Debian's libnode exports. Where one is missing, each child starts Node anew.
 */
#include "node.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/resource.h>
#include <linux/time.h>

int fflush(void *file);
void *malloc(size_t n);
void free(void *at);
int pthread_mutex_lock(void *mutex);
int pthread_mutex_unlock(void *mutex);

/* ---- what it uses of libuv, V8 and Node ---- */

struct random_generator;
struct environment;
struct performance;
extern int uv_loop_fork(struct loop *loop) WEAK;
CXX(struct random_generator *, v8_random, "_ZN2v88internal7Isolate23random_number_generatorEv", struct isolate *);
CXX(void, v8_seed, "_ZN2v84base21RandomNumberGenerator7SetSeedEl", struct random_generator *, long seed);
CXX(void, performance_begin, "_ZN4node11performance16PerformanceState10InitializeEmd", struct performance *, uint64_t origin,
    double timestamp);

static int is_child;
static char posted_lock[64] __attribute__((aligned(16))); /* a pthread_mutex_t, as PTHREAD_MUTEX_INITIALIZER has it: zero */

static void *real(const char *symbol) { return dlsym(RTLD_NEXT, symbol); }

/* ---- V8's heap, and its threads ---- */

#define MIB (1ul << 20)
/* What V8 aligns a page of its heap to. It asks for as much more, and gives back what it cannot use. */
#define HEAP_PAGE (MIB / 4)
/* Above that it reserves room for code, which is to lie near its own. */
#define HEAP_MOST (64 * MIB)

/*
 * V8 wants each page of its heap at an address of its own, far from the others. For a fork each is a mapping then, and has three
 * pages of page table. Here one follows the other, from where the first was wanted: neighbours become one mapping.
 * Only a wish, as V8's is: where something is there already, the kernel looks for another place.
 */
static void *heap_address(void *wanted, size_t n) {
  static uintptr_t next;
  uintptr_t none = 0;
  __atomic_compare_exchange_n(&next, &none, (uintptr_t)wanted & -HEAP_PAGE, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
  size_t most = n > HEAP_PAGE ? n - (HEAP_PAGE - 4096) : n;
  return (void *)__atomic_fetch_add(&next, (most + HEAP_PAGE - 1) & -HEAP_PAGE, __ATOMIC_RELAXED);
}

EXPORT void *mmap(void *at, size_t n, int access, int how, int fd, long offset);
void *mmap(void *at, size_t n, int access, int how, int fd, long offset) {
  if (at && fd == -1 && !(how & MAP_FIXED) && n <= HEAP_MOST) at = heap_address(at, n);
  return (void *)syscall(__NR_mmap, at, n, (long)access, (long)how, (long)fd, offset);
}

EXPORT int madvise(void *at, size_t n, int advice);
int madvise(void *at, size_t n, int advice) {
  if (advice == MADV_DONTFORK && !is_child) return 0;
  return (int)syscall(__NR_madvise, at, n, (long)advice);
}

#define V8_INITIALIZE "_ZN2v82V810InitializeEi"
EXPORT _Bool v8_initialize(int build) __asm__(V8_INITIALIZE);
_Bool v8_initialize(int build) {
  _Bool (*initialize)(int) = (_Bool(*)(int))(uintptr_t)real(V8_INITIALIZE);
  if (zygote_is_booting()) v8_set_flags("--single-threaded --no-flush-bytecode");
  return initialize(build);
}

/*
 * Work for other threads, which a child does not have. V8 hands out little of it when it has one thread (none of it is waited
 * for in the middle of something); it is done when Node waits for all of it, before the event loop ends.
 */
struct task {
  const struct {
    void *end;
    void (*end_and_free)(struct task *);
    void (*run)(struct task *);
  } *methods;
};
struct posted {
  struct task *task;
  struct posted *next;
};
static struct posted *first_posted, **last_posted = &first_posted;

#define POST_TASK "_ZN4node23WorkerThreadsTaskRunner8PostTaskESt10unique_ptrIN2v84TaskESt14default_deleteIS3_EE"
EXPORT void post_task(void *runner, struct task **task) __asm__(POST_TASK);
void post_task(void *runner, struct task **task) {
  if (!is_child) {
    void (*post)(void *, struct task **) = (void (*)(void *, struct task **))(uintptr_t)real(POST_TASK);
    post(runner, task);
    return;
  }
  struct posted *posted = malloc(sizeof *posted);
  if (!posted) zygote_broken("no memory");
  *posted = (struct posted){*task, NULL};
  *task = NULL;
  pthread_mutex_lock(posted_lock);
  *last_posted = posted;
  last_posted = &posted->next;
  pthread_mutex_unlock(posted_lock);
}

#define BLOCKING_DRAIN "_ZN4node23WorkerThreadsTaskRunner13BlockingDrainEv"
EXPORT void blocking_drain(void *runner) __asm__(BLOCKING_DRAIN);
void blocking_drain(void *runner) {
  if (!is_child) {
    void (*drain)(void *) = (void (*)(void *))(uintptr_t)real(BLOCKING_DRAIN);
    drain(runner);
    return;
  }
  for (;;) {
    pthread_mutex_lock(posted_lock);
    struct posted *posted = first_posted;
    if (posted && !(first_posted = posted->next)) last_posted = &first_posted;
    pthread_mutex_unlock(posted_lock);
    if (!posted) return;
    posted->task->methods->run(posted->task);
    posted->task->methods->end_and_free(posted->task);
    free(posted);
  }
}

/* ---- the clock: a child's time begins with its program, and the boot has taken as long as it took ---- */

static uint64_t skipped_ns; /* since the boot */
static uint64_t origin_ns, arrived_ns;
static struct performance *performance;
enum { BOOTSTRAP_COMPLETE = 7 }; /* PerformanceMilestone */

EXPORT uint64_t uv_hrtime(void);
uint64_t uv_hrtime(void) {
  static uint64_t (*hrtime)(void);
  if (!hrtime) hrtime = (uint64_t(*)(void))(uintptr_t)real("uv_hrtime");
  uint64_t now = hrtime();
  if (!origin_ns) origin_ns = now;
  return now - skipped_ns;
}

/* ---- the way out: what a process that ends need not do, and what would wait for threads that are not there ---- */

static _Noreturn void leave(int code) {
  hot_pages_learned();
  fflush(NULL);
  enter_exit(code);
}

/* Runs the program and its event loop, exit handlers included. */
#define MAIN_RUN "_ZN4node16NodeMainInstance3RunEPNS_8ExitCodeEPNS_11EnvironmentE"
EXPORT void main_run(void *self, int *code, struct environment *env) __asm__(MAIN_RUN);
void main_run(void *self, int *code, struct environment *env) {
  void (*run)(void *, int *, struct environment *) = (void (*)(void *, int *, struct environment *))(uintptr_t)real(MAIN_RUN);
  run(self, code, env);
  if (is_child) leave(*code);
}

/* process.exit() and fatal errors, when all handlers have been called. */
#define EXIT_HANDLER "_ZN4node33DefaultProcessExitHandlerInternalEPNS_11EnvironmentENS_8ExitCodeE"
EXPORT void exit_handler(struct environment *env, int code) __asm__(EXIT_HANDLER);
void exit_handler(struct environment *env, int code) {
  void (*handle)(struct environment *, int) = (void (*)(struct environment *, int))(uintptr_t)real(EXIT_HANDLER);
  if (is_child) leave(code);
  handle(env, code);
}

/* ---- the command line that it was booted with: node, options, script ---- */

static int boot_argc;
static char **boot_argv;

/* The C library gives constructors what main gets. */
__attribute__((constructor)) static void keep_command_line(int argc, char **argv) {
  boot_argc = argc;
  boot_argv = argv;
}

static const char *entry_name(void) { return boot_argv[boot_argc - 1]; }

/* ---- hooks ---- */

/* In the booted Node, once. 0 where it cannot be forked. */
static int prepare(void) {
  zygote_forget("NODE_OPTIONS=");
  arrived_ns = uv_hrtime();
  return objects_prepare() && own_fds_find();
}

static void set_clock(void) {
  struct timespec now;
  syscall(__NR_clock_gettime, 0L /* CLOCK_REALTIME */, &now);
  skipped_ns = 0;
  skipped_ns = uv_hrtime() - arrived_ns;
  double us = (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
  performance_begin(performance, origin_ns, us - (double)(arrived_ns - origin_ns) / 1e3);
}

static void set_seed(void) {
  long seed;
  if (syscall(__NR_getrandom, &seed, sizeof seed, 0L) != (long)sizeof seed) zygote_broken("random numbers");
  v8_seed(v8_random(v8_isolate()), seed);
}

static void after_fork_child(void) {
  is_child = 1;
  own_fds_renew();
  if (uv_loop_fork(uv_default_loop())) zygote_broken("event loop");
  objects_set_pid();
  set_seed();
}

/* What Node, V8, ICU or OpenSSL look at only while they start. */
static const char *const boot_prefixes[] = {"NODE_", "ICU_", "OPENSSL_", "SSL_", "UV_", NULL};

/* With the options that it was booted with. */
static void start_anew(const struct program *p) {
  char **argv = texts_copy(p->argv, p->nargv, (uint32_t)boot_argc - 1), **vars = texts_copy(p->env, p->nenv, 0);
  for (int i = 0; i < boot_argc - 1; i++) argv[i] = boot_argv[i];
  zygote_exec(argv, vars);
}

/* As Node does when it starts: as many open files as it may have. */
static void raise_open_files(void) {
  struct rlimit64 files;
  if (syscall(__NR_prlimit64, 0L, (long)RLIMIT_NOFILE, NULL, &files) < 0) return;
  files.rlim_cur = files.rlim_max;
  syscall(__NR_prlimit64, 0L, (long)RLIMIT_NOFILE, &files, NULL);
}

static void run(const struct program *p) {
  if (!env_fits(p, boot_prefixes)) start_anew(p);
  raise_open_files();
  env_set(p);
  objects_set_argv(p, entry_name());
  set_clock();
}

/* ---- the rehearsal ---- */

static const char rehearsed[] =
    "const lines = require('fs').readFileSync(0, 'utf8').split('\\n').map(Number);\n"
    "const table = new Map([3, 1, 2].map((n) => [n, { name: `n${n}`, list: [n] }]));\n"
    "console.log('%d of', lines.length, [...table.keys()].sort((a, b) => a - b).join(' '), table.get(1));\n";

static int rehearse(void) {
  const char *source = zygote_rehearsal[0] ? zygote_rehearsal : rehearsed;
  if (rehearsal_folder(entry_name(), source, strlen(source))) return 0;
  set_clock();
  return 1;
}

static const struct runtime_hooks forkable = {.after_fork_child = after_fork_child, .rehearse = rehearse, .run = run, .keeps_fds = 1};
static const struct runtime_hooks not_forkable = {.run = start_anew};

static int is_known(void) {
  const void *const needed[] = {
      real(MAIN_RUN), real(EXIT_HANDLER), performance, (void *)(uintptr_t)uv_loop_fork, (void *)(uintptr_t)uv_default_loop, (void *)(uintptr_t)uv_run,
      (void *)(uintptr_t)uv_loop_alive, (void *)(uintptr_t)v8_set_flags, (void *)(uintptr_t)v8_isolate, (void *)(uintptr_t)v8_random,
      (void *)(uintptr_t)v8_seed, (void *)(uintptr_t)performance_begin};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
    if (!needed[i]) return 0;
  return objects_known();
}

#define PERFORMANCE_MARK "_ZN4node11performance16PerformanceState4MarkENS0_20PerformanceMilestoneEm"
EXPORT void performance_mark(struct performance *state, int milestone, uint64_t when) __asm__(PERFORMANCE_MARK);
void performance_mark(struct performance *state, int milestone, uint64_t when) {
  void (*mark)(struct performance *, int, uint64_t) = (void (*)(struct performance *, int, uint64_t))(uintptr_t)real(PERFORMANCE_MARK);
  if (!performance) performance = state;
  if (milestone == BOOTSTRAP_COMPLETE && zygote_is_booting()) {
    zygote_arrived();
    zygote_stay(is_known() && prepare() ? &forkable : &not_forkable);
  }
  mark(state, milestone, when);
}

/* A Node that has not said that it is bootstrapped before it looks for its script. */
EXPORT int uv_fs_stat(struct loop *loop, void *request, const char *path, void *done);
int uv_fs_stat(struct loop *loop, void *request, const char *path, void *done) {
  typedef int (*stat_fn)(struct loop *, void *, const char *, void *);
  stat_fn look = (stat_fn)(uintptr_t)real("uv_fs_stat");
  if (!done && zygote_arrives(path)) zygote_stay(&not_forkable);
  return look(loop, request, path, done);
}
