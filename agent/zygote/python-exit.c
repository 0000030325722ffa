/*
 * How a forked CPython leaves.
 *
 * Py_FinalizeEx takes the whole interpreter apart, which takes 3 ms here, mostly for pages that the zygote shares. A
 * process that is about to end needs only what a program can see of that: threads joined, atexit, streams flushed,
 * and its own objects destroyed, in the order and the surroundings in which Py_FinalizeEx (3.13) does it. What was
 * booted stays as it is, except where the program changed it: a module that it wrote to is cleared like its own ones.
 *
 * Where nobody could see them being destroyed, they are not (python-unseen.c).
 *
 * The booted objects are frozen (gc.freeze), so that collections neither walk them nor dirty their pages. A program that
 * imports `gc` could see that: for it they are given back first.
 */
#include "python.h"

#include <asm/unistd.h>

/*
 * Python says in two places that it is about to end, by whose hand, and in which thread: for the runtime, and for the
 * interpreter. There is no public way to say so. The first place is in the table for debuggers with which the runtime
 * begins (3.13 and later: cookie, version, flags, {size, finalizing, ...}, {size, id, ...}), and the second follows the
 * interpreter's pointer to the runtime, not far behind its id.
 */
struct finalizing {
  PyThreadState *thread;
  unsigned long thread_id;
};

static struct {
  PyObject *modules;  /* name -> module, as booted; keeps them alive, too */
  PyObject *sys, *builtins; /* copies of their dictionaries */
  PyObject *run_atexit, *gc_callbacks, *signal_module;
  PyObject **dicts;
  char *touched; /* the program wrote to this module */
  long count;
  struct finalizing *finalizing[2]; /* NULL: not found */
  int frozen; /* what was booted, and nothing else */
} boot;

static const char *const streams[][2] = {{"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};

static int (*gc_exec)(PyObject *module);

static int gc_exec_and_thaw(PyObject *module) {
  if (gc_exec(module)) return -1;
  PyObject *done = PyObject_CallMethod(module, "unfreeze", NULL);
  if (!done) return -1;
  boot.frozen = 0;
  Py_DecRef(done);
  return 0;
}

static void thaw_on_import(PyObject *gc) {
  struct py_module_def *def = PyModule_GetDef(gc);
  for (struct py_slot *slot = def ? def->slots : NULL; slot && slot->id; slot++) {
    if (slot->id != PY_MOD_EXEC || gc_exec) continue;
    gc_exec = (int (*)(PyObject *))(uintptr_t)slot->value;
    slot->value = (void *)(uintptr_t)gc_exec_and_thaw;
  }
}

static void find_finalizing(void) {
  const uint64_t *table = (const uint64_t *)(const void *)_PyRuntime;
  if (!table || !&Py_Version || Py_Version < PY_3_13 || memcmp(table, "xdebugpy", 8)) return;
  boot.finalizing[0] = (struct finalizing *)(void *)(_PyRuntime + table[4]);
  char *id = (char *)PyInterpreterState_Get() + table[7];
  for (char **at = (char **)(void *)id; at < (char **)(void *)id + 32; at++)
    if (*at == _PyRuntime && !boot.finalizing[1]) boot.finalizing[1] = (struct finalizing *)(void *)(at + 1);
  for (int i = 0; i < 2; i++)
    if (boot.finalizing[i] && (boot.finalizing[i]->thread || boot.finalizing[i]->thread_id)) boot.finalizing[i] = NULL;
}

/* From here on other threads end when they want the interpreter, and nothing new can be started. */
static void stop_other_threads(void) {
  PyThreadState *self = PyThreadState_Get();
  for (int i = 0; i < 2; i++) {
    if (!boot.finalizing[i]) continue;
    boot.finalizing[i]->thread_id = PyThread_get_thread_ident();
    __atomic_store_n(&boot.finalizing[i]->thread, self, __ATOMIC_SEQ_CST);
  }
  PyThreadState *next = PyInterpreterState_ThreadHead(PyInterpreterState_Get());
  while (next) {
    PyThreadState *thread = next;
    next = PyThreadState_Next(thread);
    if (thread != self) PyThreadState_Clear(thread);
  }
}

static int note_touched(int event, PyObject *dict, PyObject *key, PyObject *value) {
  (void)event, (void)key, (void)value;
  for (long i = 0; i < boot.count; i++)
    if (boot.dicts[i] == dict) boot.touched[i] = 1;
  return 0;
}

/* `importlib` names its frozen halves when it is imported: that is not the program's doing. */
static int watched(const char *name) {
  static const char *const not[] = {"sys", "builtins", "__main__", "_frozen_importlib", "_frozen_importlib_external"};
  for (size_t i = 0; i < sizeof not / sizeof *not; i++)
    if (!strcmp(name, not[i])) return 0;
  return 1;
}

static void watch_modules(void) {
  int watcher = PyDict_AddWatcher && PyDict_Watch ? PyDict_AddWatcher(note_touched) : -1;
  PyObject *name, *module;
  long at = 0, most = PyDict_Size(boot.modules);
  boot.dicts = calloc((size_t)most, sizeof *boot.dicts);
  boot.touched = calloc((size_t)most, 1);
  if (!boot.dicts || !boot.touched) zygote_broken("memory");
  while (PyDict_Next(boot.modules, &at, &name, &module)) {
    const char *text = PyUnicode_AsUTF8(name);
    if (!text || !watched(text) || PyObject_IsInstance(module, &PyModule_Type) != 1) continue;
    boot.dicts[boot.count++] = PyModule_GetDict(module);
    if (watcher >= 0) PyDict_Watch(watcher, PyModule_GetDict(module));
  }
  PyErr_Clear();
}

void exit_prepare(void) {
  PyObject *modules = PyImport_GetModuleDict(), *before = PyDict_Copy(modules);
  PyObject *gc = PyImport_ImportModule("gc"), *atexit_module = PyImport_ImportModule("atexit");
  if (!before || !gc || !atexit_module) zygote_broken("gc and atexit");
  boot.gc_callbacks = PyObject_GetAttrString(gc, "callbacks");
  boot.run_atexit = PyObject_GetAttrString(atexit_module, "_run_exitfuncs");
  boot.signal_module = PyImport_ImportModule("_signal");
  find_finalizing();
  if (!PyDict_GetItemString(before, "gc")) PyDict_DelItemString(modules, "gc");
  if (!PyDict_GetItemString(before, "atexit")) PyDict_DelItemString(modules, "atexit");
  PyObject *preloaded = preload_modules();
  boot.sys = PyDict_Copy(PyModule_GetDict(PyImport_ImportModule("sys")));
  for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
    PyDict_DelItemString(boot.sys, streams[i][0]); /* they are flushed when nobody holds them any more */
    PyDict_DelItemString(boot.sys, streams[i][1]);
  }
  boot.builtins = PyDict_Copy(PyModule_GetDict(PyImport_ImportModule("builtins")));
  if (preloaded && PyDict_Update(before, preloaded)) zygote_broken("preloaded modules");
  boot.modules = before;
  watch_modules();
  unseen_take_copies();
  Py_DecRef(PyObject_CallMethod(gc, "collect", NULL));
  make_immortal(gc);
  Py_DecRef(PyObject_CallMethod(gc, "freeze", NULL));
  unseen_find_frozen();
  boot.frozen = !preloaded; /* else a program can freeze what is its own, unnoticed */
  if (!preloaded) thaw_on_import(gc);
  leave_prepare();
  PyErr_Clear();
}

/* As Python 3.13 says it, or as the ones before did. */
static void unraisable(const char *what, PyObject *whose) {
  if (PyErr_FormatUnraisable)
    PyErr_FormatUnraisable(what);
  else
    PyErr_WriteUnraisable(whose);
}

/* ---- streams ---- */

static void flush_quietly(const char *name) {
  PyObject *f = PySys_GetObject(name);
  if (!f) return;
  Py_IncRef(f);
  PyObject *done = PyObject_CallMethod(f, "flush", NULL);
  if (!done) PyErr_Clear();
  Py_DecRef(done);
  Py_DecRef(f);
}

void exit_flush_quietly(void) {
  PyObject *type, *value, *trace;
  PyErr_Fetch(&type, &value, &trace);
  flush_quietly("stderr");
  flush_quietly("stdout");
  PyErr_Restore(type, value, trace);
}

static int is_closed(PyObject *f) {
  PyObject *closed = PyObject_GetAttrString(f, "closed");
  int yes = closed && PyObject_IsTrue(closed) == 1;
  Py_DecRef(closed);
  PyErr_Clear();
  return yes;
}

static int flush(const char *name, int report) {
  PyObject *f = PySys_GetObject(name);
  if (!f || f == NONE) return 0;
  Py_IncRef(f);
  PyObject *done = is_closed(f) ? f : PyObject_CallMethod(f, "flush", NULL);
  int failed = !done;
  if (failed && !report)
    PyErr_Clear();
  else if (failed)
    unraisable("Exception ignored on flushing sys.stdout", f);
  if (done != f) Py_DecRef(done);
  Py_DecRef(f);
  return -failed;
}

static int flush_both(void) {
  int out = flush("stdout", 1), err = flush("stderr", 0);
  return out | err;
}

void exit_warm_up(void) {
  if (!flush_both()) end_is_unseen();
}

/* ---- modules ---- */

static void set_none(PyObject *dict, PyObject *key) {
  if (PyDict_SetItem(dict, key, NONE)) PyErr_WriteUnraisable(NULL); /* an existing key: an iteration stays valid */
}

/* Module globals become None: those of one leading underscore first, the rest after. */
static void clear_dict(PyObject *dict) {
  PyObject *key, *value;
  for (int round = 0; round < 2; round++) {
    long at = 0;
    while (PyDict_Next(dict, &at, &key, &value)) {
      const char *name = PyUnicode_AsUTF8(key);
      if (!name) PyErr_Clear();
      if (!name || value == NONE || !strcmp(name, "__builtins__")) continue;
      if (round || (name[0] == '_' && name[1] != '_')) set_none(dict, key);
    }
  }
}

static void reset_special(void) {
  static const char *const gone[] = {"path",       "argv",           "ps1",                 "ps2",       "last_exc",  "last_type",
                                     "last_value", "last_traceback", "path_importer_cache", "meta_path", "path_hooks"};
  for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) PySys_SetObject(gone[i], NONE);
  for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
    PyObject *original = PySys_GetObject(streams[i][1]);
    PySys_SetObject(streams[i][0], original ? original : NONE);
  }
}

/* Takes the program's modules out of sys.modules. Returns weak references to them: which ones stay alive? */
static PyObject *remove_modules(void) {
  PyObject *modules = PyImport_GetModuleDict(), *weak = PyList_New(0), *name, *module;
  long at = 0;
  while (PyDict_Next(modules, &at, &name, &module)) {
    if (PyObject_IsInstance(module, &PyModule_Type) != 1) continue;
    int booted = PyDict_GetItem(boot.modules, name) == module;
    PyObject *ref = booted ? NULL : PyWeakref_NewRef(module, NULL);
    if (ref) PyList_Append(weak, ref);
    Py_DecRef(ref);
    PyErr_Clear();
    set_none(modules, name);
  }
  PyDict_Clear(modules);
  return weak;
}

static void restore_builtins(void) {
  PyObject *builtins = PyModule_GetDict(PyDict_GetItemString(boot.modules, "builtins")), *key, *value;
  int same = PyDict_Size(builtins) == PyDict_Size(boot.builtins);
  long at = 0;
  while (same && PyDict_Next(builtins, &at, &key, &value)) same = PyDict_GetItem(boot.builtins, key) == value;
  if (same) return;
  PyObject *theirs = PyDict_Copy(builtins);
  PyDict_Clear(builtins);
  PyDict_Update(builtins, boot.builtins);
  PyErr_Clear();
  Py_DecRef(theirs);
}

/* What is reset anyway, or never holds anything of the program's. */
static int is_reset(const char *name) {
  static const char *const other[] = {"path", "argv", "orig_argv", "path_importer_cache", "meta_path", "path_hooks"};
  for (size_t i = 0; i < sizeof other / sizeof *other; i++)
    if (!strcmp(name, other[i])) return 1;
  for (size_t i = 0; i < sizeof streams / sizeof *streams; i++)
    if (!strcmp(name, streams[i][0]) || !strcmp(name, streams[i][1])) return 1;
  return 0;
}

/* Whether something of the program's still hangs on `sys`, such as a hook: the only place that is cleared so late. */
static int sys_holds(PyObject *sys) {
  PyObject *key, *value;
  long at = 0;
  while (PyDict_Next(sys, &at, &key, &value)) {
    const char *name = PyUnicode_AsUTF8(key);
    if (value != NONE && PyDict_GetItem(boot.sys, key) != value && !(name && is_reset(name))) return 1;
  }
  return 0;
}

static void clear_alive(PyObject *weak, int all) {
  for (long i = PyList_Size(weak) - 1; i >= 0; i--) {
    PyObject *alive = PyWeakref_GetObject(PyList_GetItem(weak, i));
    if (!alive || alive == NONE) continue;
    Py_IncRef(alive);
    clear_dict(PyModule_GetDict(alive));
    Py_DecRef(alive);
  }
  for (long i = boot.count - 1; i >= 0; i--)
    if (all || boot.touched[i]) clear_dict(boot.dicts[i]);
}

static void clear_sys(PyObject *sys) {
  PyObject *key, *value;
  for (int round = 0; round < 2; round++) {
    long at = 0;
    while (PyDict_Next(sys, &at, &key, &value)) {
      const char *name = PyUnicode_AsUTF8(key);
      if (!name || value == NONE || (round == 0 && (name[0] != '_' || name[1] == '_'))) continue;
      if (PyDict_GetItem(boot.sys, key) != value) set_none(sys, key);
    }
  }
}

/*
 * Signals with a handler in Python get their default action back; what it held is let go. Nobody sets one without
 * `signal`: then it is SIGINT alone, which saves 60 system calls.
 */
static void reset_signals(void) {
  int any = PyDict_GetItemString(PyImport_GetModuleDict(), "signal") != NULL;
  for (int number = any ? 1 : 2; number < (any ? 65 : 3); number++) {
    struct {
      void *handler;
      unsigned long rest[19];
    } action = {0};
    if (syscall(__NR_rt_sigaction, (long)number, NULL, &action, 8L) || (uintptr_t)action.handler < 2) continue;
    PyObject *handler = PyObject_CallMethod(boot.signal_module, "getsignal", "i", number);
    if (handler && handler != NONE && PyObject_IsInstance(handler, &PyLong_Type) != 1)
      Py_DecRef(PyObject_CallMethod(boot.signal_module, "signal", "ii", number, 0));
    Py_DecRef(handler);
    PyErr_Clear();
  }
}

/* As at the end of Py_FinalizeEx: whatever the program switched off, and without telling it. */
static void collect_last(void) {
  if (PyGC_Enable) PyGC_Enable();
  PyGC_Collect();
}

static int keep_globals(PyObject *object, void *list) {
  if (is_first_frozen(object)) return 0;
  PyObject *type = PyObject_Type(object);
  int is_own = type == &PyDict_Type && !is_immortal(object);
  Py_DecRef(type);
  if (is_own && PyDict_GetItemString(object, "__builtins__") && PyDict_GetItemString(object, "__spec__")) PyList_Append(list, object);
  return 1;
}

/*
 * Globals of the program's modules that are gone, held by a function that it has hung on something booted: nothing takes that
 * apart, and what it still has to write would be lost.
 */
static void clear_left(void) {
  PyObject *left = is_immortal(NONE) ? PyList_New(0) : NULL;
  if (!left) return;
  PyUnstable_GC_VisitObjects(keep_globals, left);
  for (long i = PyList_Size(left) - 1; i >= 0; i--) clear_dict(PyList_GetItem(left, i));
  Py_DecRef(left);
  PyErr_Clear();
  collect_last();
}

static void destroy_modules(void) {
  PyObject *sys = PyModule_GetDict(PyDict_GetItemString(boot.modules, "sys"));
  reset_special();
  PyObject *weak = remove_modules();
  restore_builtins();
  if (PyList_Size(boot.gc_callbacks)) PyList_SetSlice(boot.gc_callbacks, 0, PyList_Size(boot.gc_callbacks), NULL);
  collect_last();
  int held = sys_holds(sys);
  clear_alive(weak, held);
  clear_sys(sys);
  collect_last();
  clear_left();
}

int exit_finalize(void) {
  PyObject *threading = PyDict_GetItemString(PyImport_GetModuleDict(), "threading");
  if (threading && threading != NONE) {
    PyObject *done = PyObject_CallMethod(threading, "_shutdown", NULL);
    if (!done) unraisable("Exception ignored on threading shutdown", threading);
    Py_DecRef(done);
  }
  if (Py_MakePendingCalls()) PyErr_WriteUnraisable(NULL);
  Py_DecRef(PyObject_CallFunction(boot.run_atexit, NULL));
  PyErr_Clear();
  stop_other_threads();
  int failed = flush_both();
  if (!failed && boot.frozen && end_is_unseen()) return 0;
  reset_signals();
  PyGC_Collect();
  destroy_modules();
  return failed;
}

void exit_python(int code, int interrupted) {
  int alone = !PyInterpreterState_Next(PyInterpreterState_Head());
  int failed = alone ? exit_finalize() : Py_FinalizeEx();
  if (interrupted) {
    signal(2, NULL);
    raise(2);
  }
  exit(failed ? 120 : code);
}
