/*
 * Node.js (20 and later, with libnode and libuv as shared objects) as a zygote.
 *
 * It stays where it looks for its script for the first time: bootstrapped, and with nothing on the stack but what is
 * there for every script. The child goes on from there by itself. What stands in the way of a fork is taken out of it:
 *
 * - V8 keeps its heap from children (MADV_DONTFORK): it is not told to the kernel.
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

#define BOOTED_SCRIPT WORK_DIR "/main.js"

int fflush(void *file);
void *malloc(size_t n);
void free(void *at);
int pthread_mutex_lock(void *mutex);
int pthread_mutex_unlock(void *mutex);

/* ---- what it uses of libuv, V8 and Node ---- */

struct loop;
struct isolate;
struct object;
struct context;
struct random_generator;
struct environment;
struct performance;
typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
struct napi_property {
  const char *name;
  napi_value name_value;
  void *method, *getter, *setter;
  napi_value value;
  int attributes;
  void *data;
};
enum { NAPI_ENUMERABLE = 2, NAPI_CONFIGURABLE = 4 };

#define WEAK __attribute__((weak))
/* Handles (v8::Local) are one pointer. */
#define CXX(type, name, symbol, ...) extern type name(__VA_ARGS__) __asm__(symbol) WEAK

extern int uv_loop_fork(struct loop *loop) WEAK;
extern struct loop *uv_default_loop(void) WEAK;
extern int uv_run(struct loop *loop, int mode) WEAK;
extern int uv_loop_alive(const struct loop *loop) WEAK;
CXX(void, v8_set_flags, "_ZN2v82V818SetFlagsFromStringEPKc", const char *flags);
CXX(struct isolate *, v8_isolate, "_ZN2v87Isolate10GetCurrentEv", void);
CXX(struct context *, v8_context, "_ZN2v87Isolate17GetCurrentContextEv", struct isolate *);
CXX(struct object *, v8_new_object, "_ZN2v86Object3NewEPNS_7IsolateE", struct isolate *);
CXX(void, v8_collect, "_ZN2v87Isolate34RequestGarbageCollectionForTestingENS0_21GarbageCollectionTypeE", struct isolate *, int type);
CXX(struct random_generator *, v8_random, "_ZN2v88internal7Isolate23random_number_generatorEv", struct isolate *);
CXX(void, v8_seed, "_ZN2v84base21RandomNumberGenerator7SetSeedEl", struct random_generator *, long seed);
CXX(void, performance_begin, "_ZN4node11performance16PerformanceState10InitializeEmd", struct performance *, uint64_t origin,
    double timestamp);
CXX(void, napi_register,
    "_Z30napi_module_register_by_symbolN2v85LocalINS_6ObjectEEENS0_INS_5ValueEEENS0_INS_7ContextEEEPFP12napi_value__P10napi_"
    "env__S8_Ei",
    struct object *exports, struct object *module, struct context *context, napi_value (*init)(napi_env, napi_value), int version);
extern int napi_get_global(napi_env env, napi_value *result) WEAK;
extern int napi_get_named_property(napi_env env, napi_value object, const char *name, napi_value *result) WEAK;
extern int napi_define_properties(napi_env env, napi_value object, size_t count, const struct napi_property *properties) WEAK;
extern int napi_call_function(napi_env env, napi_value receiver, napi_value function, size_t argc, const napi_value *argv,
                              napi_value *result) WEAK;
extern int napi_run_script(napi_env env, napi_value source, napi_value *result) WEAK;
extern int napi_set_element(napi_env env, napi_value object, uint32_t index, napi_value value) WEAK;
extern int napi_create_int32(napi_env env, int32_t value, napi_value *result) WEAK;
extern int napi_create_string_utf8(napi_env env, const char *text, size_t n, napi_value *result) WEAK;

static int is_child;
static char posted_lock[64] __attribute__((aligned(16))); /* a pthread_mutex_t, as PTHREAD_MUTEX_INITIALIZER has it: zero */

static void *real(const char *symbol) { return dlsym(RTLD_NEXT, symbol); }

/* ---- V8's heap, and its threads ---- */

EXPORT int madvise(void *at, size_t n, int advice);
int madvise(void *at, size_t n, int advice) {
  if (advice == MADV_DONTFORK && !is_child) return 0;
  return (int)syscall(__NR_madvise, at, n, (long)advice);
}

#define V8_INITIALIZE "_ZN2v82V810InitializeEi"
EXPORT _Bool v8_initialize(int build) __asm__(V8_INITIALIZE);
_Bool v8_initialize(int build) {
  _Bool (*initialize)(int) = (_Bool(*)(int))(uintptr_t)real(V8_INITIALIZE);
  if (zygote_is_booting()) v8_set_flags("--single-threaded");
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

EXPORT uint64_t uv_hrtime(void);
uint64_t uv_hrtime(void) {
  static uint64_t (*hrtime)(void);
  if (!hrtime) hrtime = (uint64_t(*)(void))(uintptr_t)real("uv_hrtime");
  uint64_t now = hrtime();
  if (!origin_ns) origin_ns = now;
  return now - skipped_ns;
}

#define PERFORMANCE_MARK "_ZN4node11performance16PerformanceState4MarkENS0_20PerformanceMilestoneEm"
EXPORT void performance_mark(struct performance *state, int milestone, uint64_t when) __asm__(PERFORMANCE_MARK);
void performance_mark(struct performance *state, int milestone, uint64_t when) {
  void (*mark)(struct performance *, int, uint64_t) = (void (*)(struct performance *, int, uint64_t))(uintptr_t)real(PERFORMANCE_MARK);
  if (!performance) performance = state;
  mark(state, milestone, when);
}

/* ---- the way out: what a process that ends need not do, and what would wait for threads that are not there ---- */

static _Noreturn void leave(int code) {
  hot_pages_learned();
  fflush(NULL);
  for (;;) syscall(__NR_exit_group, (long)code);
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

/* ---- hooks ---- */

static napi_env env;
/* Valid for good: what called for them returns in children alone, and there never before the program's end. */
static napi_value process, process_argv;

static napi_value keep_env(napi_env given, napi_value exports) {
  env = given;
  return exports;
}

static void get(napi_value object, const char *name, napi_value *result) {
  if (napi_get_named_property(env, object, name, result)) zygote_broken(name);
}

static void find_process(void) {
  napi_value global;
  if (napi_get_global(env, &global)) zygote_broken("global");
  get(global, "process", &process);
  get(process, "argv", &process_argv);
}

/* What programs ask for, and what is loaded for them: read, compiled and run once for all children. */
static const char *const modules[] = {
    "assert",   "async_hooks", "child_process",     "crypto", "dns",    "events",          "fs",  "fs/promises", "http",   "https",
    "net",      "os",          "path",              "perf_hooks", "querystring", "readline", "readline/promises", "stream",
    "stream/promises", "string_decoder", "timers/promises", "tty", "url", "util", "v8", "vm", "worker_threads", "zlib"};

/* 0 where this Node cannot. */
static int load_modules(void) {
  napi_value load, name, module;
  get(process, "getBuiltinModule", &load);
  for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
    if (napi_create_string_utf8(env, modules[i], strlen(modules[i]), &name) ||
        napi_call_function(env, process, load, 1, &name, &module))
      return 0;
  return 1;
}

static const char warm_source[] = {
#include "node-warm.inc"
};

/*
 * Until there is nothing left to do. What is due between callbacks (nextTick, promises) Node does when the outermost
 * callback ends, which is the one that asked for the script.
 */
static void run_loop(void) {
  napi_value tick, result;
  get(process, "_tickCallback", &tick);
  int more;
  do {
    if (napi_call_function(env, process, tick, 0, NULL, &result)) zygote_broken("ticks");
    more = uv_run(uv_default_loop(), 1 /* UV_RUN_ONCE */);
    if (napi_call_function(env, process, tick, 0, NULL, &result)) zygote_broken("ticks");
  } while (more || uv_loop_alive(uv_default_loop()));
}

/* A function that compiles another one now instead of when it is called first; itself, too: later the words would not be known. */
static napi_value compiler(void) {
  static const char text[] = "(() => { const compile = (f) => %PrepareFunctionForOptimization(f); compile(compile); return compile; })()";
  napi_value source, function;
  v8_set_flags("--allow-natives-syntax");
  if (napi_create_string_utf8(env, text, sizeof text - 1, &source) || napi_run_script(env, source, &function))
    zygote_broken("compiling ahead");
  v8_set_flags("--no-allow-natives-syntax");
  return function;
}

/* See node-warm.js. */
static void warm(void) {
  static const char line[] = "1 2 3\n";
  int in[2], out[2];
  napi_value global, source, function, argv[3], result;
  if (syscall(__NR_pipe2, in, (long)O_CLOEXEC) < 0 || syscall(__NR_pipe2, out, (long)O_CLOEXEC) < 0) zygote_broken("pipes");
  if (syscall(__NR_write, (long)in[1], line, sizeof line - 1) < 0) zygote_broken("pipes");
  syscall(__NR_close, (long)in[1]);
  if (napi_get_global(env, &global) || napi_create_string_utf8(env, warm_source, sizeof warm_source, &source) ||
      napi_run_script(env, source, &function) || napi_create_int32(env, in[0], &argv[0]) ||
      napi_create_int32(env, out[1], &argv[1]) || !(argv[2] = compiler()) ||
      napi_call_function(env, global, function, 3, argv, &result))
    zygote_broken("warming up");
  run_loop();
  syscall(__NR_close, (long)out[0]);
}

/*
 * What was new and is still there becomes old, after two collections of what is new: a child finds room for much, and does
 * not begin with collecting for others.
 */
static void collect(void) {
  v8_set_flags("--expose-gc"); /* or it may not be asked for */
  for (int i = 0; i < 2; i++) v8_collect(v8_isolate(), 1 /* kMinorGarbageCollection */);
  v8_set_flags("--no-expose-gc");
}

/* In the booted Node, once. 0 where it cannot be forked. */
static int prepare(void) {
  zygote_forget("NODE_OPTIONS=");
  struct isolate *isolate = v8_isolate();
  struct object *module = v8_new_object(isolate);
  napi_register(module, module, v8_context(isolate), keep_env, 8);
  if (!env) return 0;
  find_process();
  if (!load_modules()) return 0;
  warm();
  collect();
  arrived_ns = uv_hrtime();
  return own_fds_find();
}

static void set_pid(void) {
  struct napi_property pid = {.name = "pid", .attributes = NAPI_ENUMERABLE | NAPI_CONFIGURABLE};
  if (napi_create_int32(env, (int32_t)syscall(__NR_getpid), &pid.value) ||
      napi_define_properties(env, process, 1, &pid))
    zygote_broken("process.pid");
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
  set_pid();
  set_seed();
}

/* What Node, V8, ICU or OpenSSL look at only while they start. */
static const char *const boot_prefixes[] = {"NODE_", "ICU_", "OPENSSL_", "SSL_", "UV_", NULL};

static int fits(const struct program *p) {
  struct rd argv = p->argv;
  return !strcmp(text_copy(rd_text(&argv)), "main.js") && env_fits(p, boot_prefixes);
}

static void start_anew(const struct program *p) { zygote_start_anew("node", p); }

/* argv[0] is node, and argv[1] the script, as booted. */
static void set_argv(const struct program *p) {
  struct rd r = p->argv;
  rd_text(&r);
  napi_value text;
  for (uint32_t i = 1; i < p->nargv; i++) {
    struct str s = rd_text(&r);
    if (napi_create_string_utf8(env, s.p, s.n, &text) || napi_set_element(env, process_argv, i + 1, text)) zygote_broken("arguments");
  }
}

/* As Node does when it starts: as many open files as it may have. */
static void raise_open_files(void) {
  struct rlimit64 files;
  if (syscall(__NR_prlimit64, 0L, (long)RLIMIT_NOFILE, NULL, &files) < 0) return;
  files.rlim_cur = files.rlim_max;
  syscall(__NR_prlimit64, 0L, (long)RLIMIT_NOFILE, &files, NULL);
}

static void run(const struct program *p) {
  if (!fits(p)) start_anew(p);
  raise_open_files();
  env_set(p);
  set_argv(p);
  set_clock();
}

/* ---- the rehearsal ---- */

static const char rehearsed[] =
    "const lines = require('fs').readFileSync(0, 'utf8').split('\\n').map(Number);\n"
    "const table = new Map([3, 1, 2].map((n) => [n, { name: `n${n}`, list: [n] }]));\n"
    "console.log('%d of', lines.length, [...table.keys()].sort((a, b) => a - b).join(' '), table.get(1));\n";

static int rehearse(void) {
  if (rehearsal_folder(BOOTED_SCRIPT, rehearsed, sizeof rehearsed - 1)) return 0;
  set_clock();
  hot_pages_before_program();
  return 1;
}

static const struct runtime_hooks forkable = {.after_fork_child = after_fork_child, .rehearse = rehearse, .run = run, .keeps_fds = 1};
static const struct runtime_hooks not_forkable = {.run = start_anew};

static int is_known(void) {
  const void *const needed[] = {
      real(MAIN_RUN), real(EXIT_HANDLER), performance, (void *)(uintptr_t)uv_loop_fork, (void *)(uintptr_t)uv_default_loop, (void *)(uintptr_t)uv_run,
      (void *)(uintptr_t)uv_loop_alive, (void *)(uintptr_t)v8_set_flags, (void *)(uintptr_t)v8_isolate, (void *)(uintptr_t)v8_context, (void *)(uintptr_t)v8_new_object,
      (void *)(uintptr_t)v8_collect, (void *)(uintptr_t)v8_random, (void *)(uintptr_t)v8_seed, (void *)(uintptr_t)performance_begin, (void *)(uintptr_t)napi_register, (void *)(uintptr_t)napi_get_global,
      (void *)(uintptr_t)napi_get_named_property, (void *)(uintptr_t)napi_define_properties, (void *)(uintptr_t)napi_set_element, (void *)(uintptr_t)napi_call_function,
      (void *)(uintptr_t)napi_run_script, (void *)(uintptr_t)napi_create_int32, (void *)(uintptr_t)napi_create_string_utf8};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
    if (!needed[i]) return 0;
  return 1;
}

EXPORT int uv_fs_stat(struct loop *loop, void *request, const char *path, void *done);
int uv_fs_stat(struct loop *loop, void *request, const char *path, void *done) {
  typedef int (*stat_fn)(struct loop *, void *, const char *, void *);
  stat_fn look = (stat_fn)(uintptr_t)real("uv_fs_stat");
  if (!done && zygote_arrives(path)) zygote_stay(is_known() && prepare() ? &forkable : &not_forkable);
  return look(loop, request, path, done);
}
