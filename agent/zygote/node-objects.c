/* Node's own objects, as the zygote uses and changes them: by Node-API. */
#include "node.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>

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

struct object;
struct context;
CXX(struct context *, v8_context, "_ZN2v87Isolate17GetCurrentContextEv", struct isolate *);
CXX(void, v8_low_memory, "_ZN2v87Isolate21LowMemoryNotificationEv", struct isolate *);
CXX(void, v8_collect_garbage, "_ZN2v87Isolate34RequestGarbageCollectionForTestingENS0_21GarbageCollectionTypeE", struct isolate *, int type);
CXX(struct object *, v8_new_object, "_ZN2v86Object3NewEPNS_7IsolateE", struct isolate *);
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

int malloc_trim(size_t pad);

static napi_env env;

static napi_value keep_env(napi_env given, napi_value exports) {
  env = given;
  return exports;
}

static void get(napi_value object, const char *name, napi_value *result) {
  if (napi_get_named_property(env, object, name, result)) zygote_broken(name);
}

/* Until the zygote lets a child go on: none of these functions is called later. */
static napi_value process, process_argv;

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
static const char entry_source[] = {
#include "node-entry.inc"
};

static napi_value enter_entry; /* see node-entry.js */

static napi_value evaluate(const char *source, size_t n) {
  napi_value text, value;
  if (napi_create_string_utf8(env, source, n, &text) || napi_run_script(env, text, &value)) zygote_broken("evaluating");
  return value;
}

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
  static const char source[] = "(() => { const compile = (f) => %PrepareFunctionForOptimization(f); compile(compile); return compile; })()";
  v8_set_flags("--allow-natives-syntax");
  napi_value function = evaluate(source, sizeof source - 1);
  v8_set_flags("--no-allow-natives-syntax");
  return function;
}

/* See node-warm.js. */
static void warm(void) {
  static const char line[] = "1 2 3\n";
  int in[2], out[2];
  napi_value function, argv[3], result;
  if (syscall(__NR_pipe2, in, (long)O_CLOEXEC) < 0 || syscall(__NR_pipe2, out, (long)O_CLOEXEC) < 0) zygote_broken("pipes");
  if (syscall(__NR_write, (long)in[1], line, sizeof line - 1) < 0) zygote_broken("pipes");
  syscall(__NR_close, (long)in[1]);
  function = evaluate(warm_source, sizeof warm_source);
  argv[2] = compiler();
  if (napi_create_int32(env, in[0], &argv[0]) || napi_create_int32(env, out[1], &argv[1]) ||
      napi_call_function(env, process, function, 3, argv, &result))
    zygote_broken("warming up");
  run_loop();
  syscall(__NR_close, (long)out[0]);
}

int objects_known(void) {
  const void *const needed[] = {
      (void *)(uintptr_t)v8_context, (void *)(uintptr_t)v8_new_object, (void *)(uintptr_t)v8_low_memory, (void *)(uintptr_t)v8_collect_garbage,
      (void *)(uintptr_t)napi_register,
      (void *)(uintptr_t)napi_get_global, (void *)(uintptr_t)napi_get_named_property, (void *)(uintptr_t)napi_define_properties,
      (void *)(uintptr_t)napi_set_element, (void *)(uintptr_t)napi_call_function, (void *)(uintptr_t)napi_run_script,
      (void *)(uintptr_t)napi_create_int32, (void *)(uintptr_t)napi_create_string_utf8};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
    if (!needed[i]) return 0;
  return 1;
}

/* V8 lets nobody ask for it otherwise. */
static void collect(int type) {
  v8_set_flags("--expose-gc");
  v8_collect_garbage(v8_isolate(), type);
  v8_set_flags("--no-expose-gc");
}

/*
 * What loading is done with: each page of it would be mapped in every child, and unmapped at its end. Before the warming up,
 * since what V8 optimizes there depends on objects that are garbage afterwards. The second time, V8 does not count on memory
 * being short, and allows the heap to grow again before it collects for the next time, in a child.
 */
static void collect_all(void) {
  v8_low_memory(v8_isolate());
  collect(0 /* kFullGarbageCollection */);
}

/*
 * What was new and is still there becomes old, after two collections of what is new: a child finds room for much, and does
 * not begin with collecting for others.
 */
static void make_old(void) {
  for (int i = 0; i < 2; i++) collect(1 /* kMinorGarbageCollection */);
}

int objects_prepare(void) {
  struct isolate *isolate = v8_isolate();
  struct object *module = v8_new_object(isolate);
  napi_register(module, module, v8_context(isolate), keep_env, 8);
  if (!env) return 0;
  find_process();
  if (!load_modules()) return 0;
  enter_entry = evaluate(entry_source, sizeof entry_source);
  collect_all();
  warm();
  make_old();
  malloc_trim(0); /* the compilers' own */
  return 1;
}

void objects_set_pid(void) {
  struct napi_property pid = {.name = "pid", .attributes = NAPI_ENUMERABLE | NAPI_CONFIGURABLE};
  if (napi_create_int32(env, (int32_t)syscall(__NR_getpid), &pid.value) ||
      napi_define_properties(env, process, 1, &pid))
    zygote_broken("process.pid");
}

static napi_value string(struct str s) {
  napi_value text;
  if (napi_create_string_utf8(env, s.p, s.n, &text)) zygote_broken("arguments");
  return text;
}

/* argv[0] is node, and argv[1] the script, as booted. */
void objects_set_argv(const struct program *p, const char *booted_entry) {
  struct rd r = p->argv;
  struct str entry = rd_text(&r);
  napi_value result;
  if (strlen(booted_entry) != entry.n || strncmp(booted_entry, entry.p, entry.n) != 0) {
    napi_value path = string(entry);
    if (napi_call_function(env, process, enter_entry, 1, &path, &result)) zygote_broken("entry");
  }
  for (uint32_t i = 1; i < p->nargv; i++)
    if (napi_set_element(env, process_argv, i + 1, string(rd_text(&r)))) zygote_broken("arguments");
}
