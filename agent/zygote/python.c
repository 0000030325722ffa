/*
 * CPython (3.11 and later) as a zygote.
 *
 * The interpreter stays in the fopen of its script: booted, `site` imported, no Python frame on the stack. The child does
 * what the interpreter would do next (run the file in __main__), and then leaves by a shorter way than Py_FinalizeEx,
 * which tears down the whole interpreter (3.5 ms here, of 5): join threads, atexit, drop and clear the program's own
 * modules so that destructors run, collect, flush, exit. The order is that of Py_FinalizeEx, where a program can see it.
 *
 * All of the C API is reached through weak references: the same object is preloaded into other runtimes, too.
 */
#include "zygote.h"

#define PY(type, name, ...) extern type name(__VA_ARGS__) __attribute__((weak))
typedef struct py_object PyObject;
PY(int, Py_IsInitialized, void);
PY(int, PyGILState_Ensure, void);
PY(void, PyOS_BeforeFork, void);
PY(void, PyOS_AfterFork_Parent, void);
PY(void, PyOS_AfterFork_Child, void);
PY(PyObject *, PyImport_ImportModule, const char *);
PY(PyObject *, PyImport_GetModuleDict, void);
PY(PyObject *, PyModule_New, const char *);
PY(PyObject *, PyModule_GetDict, PyObject *);
PY(PyObject *, PyObject_CallMethod, PyObject *, const char *, const char *, ...);
PY(PyObject *, PyObject_GetAttrString, PyObject *, const char *);
PY(int, PyObject_SetItem, PyObject *, PyObject *, PyObject *);
PY(int, PyObject_IsInstance, PyObject *, PyObject *);
PY(int, PyObject_IsTrue, PyObject *);
PY(int, PyDict_SetItemString, PyObject *, const char *, PyObject *);
PY(int, PyDict_SetItem, PyObject *, PyObject *, PyObject *);
PY(int, PyDict_DelItemString, PyObject *, const char *);
PY(PyObject *, PyDict_GetItemString, PyObject *, const char *);
PY(PyObject *, PyDict_Copy, PyObject *);
PY(int, PyDict_Update, PyObject *, PyObject *);
PY(int, PyDict_Next, PyObject *, long *, PyObject **, PyObject **);
PY(long, PyDict_Size, PyObject *);
PY(PyObject *, PyList_New, long);
PY(int, PyList_Append, PyObject *, PyObject *);
PY(int, PyList_SetItem, PyObject *, long, PyObject *);
PY(PyObject *, PyList_GetItem, PyObject *, long);
PY(long, PyList_Size, PyObject *);
PY(PyObject *, PyUnicode_DecodeFSDefault, const char *);
PY(const char *, PyUnicode_AsUTF8, PyObject *);
PY(PyObject *, PyWeakref_NewRef, PyObject *, PyObject *);
PY(PyObject *, PyWeakref_GetObject, PyObject *);
PY(PyObject *, PySys_GetObject, const char *);
PY(int, PySys_SetObject, const char *, PyObject *);
PY(PyObject *, PyRun_FileExFlags, void *, const char *, int, PyObject *, PyObject *, int, void *);
PY(int, PyFile_WriteObject, PyObject *, PyObject *, int);
PY(int, PyFile_WriteString, const char *, PyObject *);
PY(void, PyErr_Print, void);
PY(void, PyErr_Clear, void);
PY(PyObject *, PyErr_Occurred, void);
PY(int, PyErr_ExceptionMatches, PyObject *);
PY(void, PyErr_Fetch, PyObject **, PyObject **, PyObject **);
PY(void, PyErr_NormalizeException, PyObject **, PyObject **, PyObject **);
PY(void, PyErr_WriteUnraisable, PyObject *);
PY(long, PyLong_AsLong, PyObject *);
PY(long, PyGC_Collect, void);
PY(void, Py_DecRef, PyObject *);
PY(void, Py_IncRef, PyObject *);
extern PyObject _Py_NoneStruct __attribute__((weak));
extern PyObject PyLong_Type __attribute__((weak));
extern PyObject PyModule_Type __attribute__((weak));
extern PyObject *PyExc_SystemExit __attribute__((weak));
extern PyObject *PyExc_KeyboardInterrupt __attribute__((weak));
#define NONE (&_Py_NoneStruct)
#define PY_FILE_INPUT 257
#define PY_PRINT_RAW 1

size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
void *signal(int number, void *handler);
int raise(int number);

/* How many modules a bare start has imported: what comes after is the program's. */
static long modules_at_boot;

static _Noreturn void broken(const char *what) {
  dprintf(2, "cannot start the program: %s\n", what);
  exit(70);
}

static void prepare(void) {
  PyGILState_Ensure(); /* the interpreter let go of its lock for the fopen it believes to be in */
  PyObject *modules = PyImport_GetModuleDict();
  long before = PyDict_Size(modules);
  PyObject *gc = PyImport_ImportModule("gc");
  if (!gc) broken("gc");
  Py_DecRef(PyObject_CallMethod(gc, "collect", NULL));
  /* What is booted will never be garbage: the collector leaves its pages alone, so they stay shared. */
  Py_DecRef(PyObject_CallMethod(gc, "freeze", NULL));
  if (PyDict_Size(modules) > before) PyDict_DelItemString(modules, "gc");
  modules_at_boot = PyDict_Size(modules);
}

static void set_argv(const struct program *p) {
  PyObject *argv = PyList_New(0), *orig = PyList_New(0), *boot = PySys_GetObject("orig_argv");
  if (boot && PyList_Size(boot) > 0) PyList_Append(orig, PyList_GetItem(boot, 0));
  struct rd r = p->argv;
  for (uint32_t i = 0; i < p->nargv; i++) {
    char *text = text_copy(rd_text(&r));
    PyObject *s = PyUnicode_DecodeFSDefault(text);
    if (!s || PyList_Append(argv, s) || PyList_Append(orig, s)) broken("arguments");
    Py_DecRef(s);
  }
  if (PySys_SetObject("argv", argv) || PySys_SetObject("orig_argv", orig)) broken("arguments");
  Py_DecRef(argv);
  Py_DecRef(orig);
}

static void set_env(const struct program *p) {
  PyObject *environ_object = NULL;
  struct rd r = p->env;
  for (uint32_t i = 0; i < p->nenv; i++) {
    char *text = text_copy(rd_text(&r)), *value = strchr(text, '=');
    if (!value) continue;
    *value++ = 0;
    const char *now = getenv(text);
    if (now && !strcmp(now, value)) continue;
    if (!environ_object) {
      PyObject *os = PyImport_ImportModule("os");
      environ_object = os ? PyObject_GetAttrString(os, "environ") : NULL;
      if (!environ_object) broken("os.environ");
    }
    PyObject *k = PyUnicode_DecodeFSDefault(text), *v = PyUnicode_DecodeFSDefault(value);
    if (!k || !v || PyObject_SetItem(environ_object, k, v)) broken("environment");
  }
}

/* The folder of the script comes first on sys.path, as when it is named on the command line. */
static void set_path(char *script) {
  char *slash = strrchr(script, '/');
  PyObject *path = PySys_GetObject("path");
  if (!slash || slash == script || !path || !PyList_Size(path)) return;
  *slash = 0;
  PyObject *folder = PyUnicode_DecodeFSDefault(script);
  *slash = '/';
  if (folder) PyList_SetItem(path, 0, folder); /* takes the reference */
}

/*
 * A __main__ of its own: the booted one is frozen, and what a frozen dictionary holds is never seen by the collector, so
 * that destructors in cycles would not run at the end.
 */
static PyObject *fresh_main(void) {
  PyObject *modules = PyImport_GetModuleDict(), *old = PyDict_GetItemString(modules, "__main__");
  PyObject *fresh = PyModule_New("__main__");
  if (!old || !fresh) broken("__main__");
  PyObject *copy = PyDict_Copy(PyModule_GetDict(old));
  if (!copy || PyDict_Update(PyModule_GetDict(fresh), copy) || PyDict_SetItemString(modules, "__main__", fresh))
    broken("__main__");
  Py_DecRef(copy);
  return fresh;
}

static void set_main(PyObject *dict, const char *script) {
  PyObject *file = PyUnicode_DecodeFSDefault(script);
  PyObject *external = PyImport_ImportModule("_frozen_importlib_external");
  PyObject *loader = external ? PyObject_CallMethod(external, "SourceFileLoader", "sO", "__main__", file) : NULL;
  if (!file || !loader || PyDict_SetItemString(dict, "__file__", file) || PyDict_SetItemString(dict, "__cached__", NONE) ||
      PyDict_SetItemString(dict, "__loader__", loader))
    broken("__main__");
  Py_DecRef(file);
  Py_DecRef(external);
  Py_DecRef(loader);
}

/* sys.exit(x): nothing is 0, a number is itself, anything else is printed and is 1. */
static int system_exit_code(void) {
  PyObject *type, *value, *trace;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  PyObject *code = value ? PyObject_GetAttrString(value, "code") : NULL;
  if (!code) {
    PyErr_Clear();
    code = NONE;
  }
  int result = 1;
  if (code == NONE) {
    result = 0;
  } else if (PyObject_IsInstance(code, &PyLong_Type) == 1) {
    result = (int)PyLong_AsLong(code);
  } else {
    PyObject *err = PySys_GetObject("stderr");
    PyObject *out = PySys_GetObject("stdout");
    if (out && out != NONE) Py_DecRef(PyObject_CallMethod(out, "flush", NULL));
    PyErr_Clear();
    if (err && err != NONE) {
      PyFile_WriteObject(code, err, PY_PRINT_RAW);
      PyErr_Clear();
      PyFile_WriteString("\n", err);
    }
  }
  PyErr_Clear();
  Py_DecRef(type);
  Py_DecRef(value);
  Py_DecRef(trace);
  return result;
}

static int flush(const char *name, int report) {
  PyObject *f = PySys_GetObject(name);
  if (!f || f == NONE) return 0;
  PyObject *closed = PyObject_GetAttrString(f, "closed");
  if (closed && PyObject_IsTrue(closed) == 1) {
    Py_DecRef(closed);
    return 0;
  }
  PyErr_Clear();
  PyObject *done = PyObject_CallMethod(f, "flush", NULL);
  if (done) {
    Py_DecRef(done);
    return 0;
  }
  if (report)
    PyErr_WriteUnraisable(f);
  else
    PyErr_Clear();
  return -1;
}

static int flush_both(void) {
  int out = flush("stdout", 1), err = flush("stderr", 0);
  return out | err;
}

/* Module globals become None: those of one leading underscore first, the rest after. */
static void clear_module(PyObject *module) {
  PyObject *dict = PyModule_GetDict(module), *key, *value;
  for (int round = 0; round < 2; round++) {
    long at = 0;
    while (PyDict_Next(dict, &at, &key, &value)) {
      const char *name = PyUnicode_AsUTF8(key);
      if (!name) {
        PyErr_Clear();
        continue;
      }
      int hidden = name[0] == '_' && name[1] != '_';
      if (value == NONE || (round == 0 && !hidden) || !strcmp(name, "__builtins__")) continue;
      if (PyDict_SetItem(dict, key, NONE)) PyErr_Clear();
    }
  }
}

static void drop_modules(PyObject *main_module) {
  static const char *const last[] = {"last_exc", "last_type", "last_value", "last_traceback"};
  for (size_t i = 0; i < sizeof last / sizeof *last; i++)
    if (PySys_GetObject(last[i])) PySys_SetObject(last[i], NONE);
  PyObject *modules = PyImport_GetModuleDict(), *weak = PyList_New(0), *name, *module;
  long at = 0, index = 0;
  while (PyDict_Next(modules, &at, &name, &module)) {
    if (index++ < modules_at_boot && module != main_module) continue;
    if (PyObject_IsInstance(module, &PyModule_Type) != 1) continue;
    PyObject *ref = PyWeakref_NewRef(module, NULL);
    if (ref) {
      PyList_Append(weak, ref);
      Py_DecRef(ref);
    }
    PyErr_Clear();
    PyDict_SetItem(modules, name, NONE); /* an existing key: the iteration stays valid */
  }
  Py_DecRef(main_module);
  PyGC_Collect();
  for (long i = PyList_Size(weak) - 1; i >= 0; i--) {
    PyObject *alive = PyWeakref_GetObject(PyList_GetItem(weak, i));
    if (!alive || alive == NONE) continue;
    Py_IncRef(alive);
    clear_module(alive);
    Py_DecRef(alive);
  }
  PyGC_Collect();
}

static _Noreturn void finish(PyObject *main_module, int code, int interrupted) {
  PyObject *threading = PyDict_GetItemString(PyImport_GetModuleDict(), "threading");
  if (threading && threading != NONE) {
    PyObject *done = PyObject_CallMethod(threading, "_shutdown", NULL);
    if (!done) PyErr_WriteUnraisable(threading);
    Py_DecRef(done);
  }
  PyObject *atexit_module = PyImport_ImportModule("atexit");
  if (atexit_module) Py_DecRef(PyObject_CallMethod(atexit_module, "_run_exitfuncs", NULL));
  PyErr_Clear();
  int failed = flush_both();
  drop_modules(main_module);
  failed |= flush_both();
  if (interrupted) {
    signal(2, NULL);
    raise(2);
  }
  exit(failed ? 120 : code);
}

static void run(const struct program *p) {
  struct rd argv = p->argv;
  char script[1200] = WORK_DIR "/", *name = text_copy(rd_text(&argv));
  size_t n = strlen(name), at = name[0] == '/' ? 0 : sizeof WORK_DIR;
  if (at + n >= sizeof script) broken("the entry's name is too long");
  for (size_t i = 0; i <= n; i++) script[at + i] = name[i];
  set_argv(p);
  set_env(p);
  set_path(script);
  PyObject *main_module = fresh_main(), *dict = PyModule_GetDict(main_module);
  set_main(dict, script);
  void *file = zygote_real_fopen(script, "rb");
  if (!file) broken("cannot open the entry file");
  enter_begin();
  PyObject *done = PyRun_FileExFlags(file, script, PY_FILE_INPUT, dict, dict, 1, NULL);
  int code = 0, interrupted = 0;
  if (done) {
    Py_DecRef(done);
  } else if (PyErr_ExceptionMatches(PyExc_SystemExit)) {
    code = system_exit_code();
  } else {
    interrupted = PyErr_ExceptionMatches(PyExc_KeyboardInterrupt);
    PyErr_Print();
    code = 1;
  }
  finish(main_module, code, interrupted);
}

static void before_fork(void) { PyOS_BeforeFork(); }
static void after_fork_parent(void) { PyOS_AfterFork_Parent(); }
static void after_fork_child(void) { PyOS_AfterFork_Child(); }

static const struct runtime_hooks hooks = {prepare, before_fork, after_fork_parent, after_fork_child, run};

const struct runtime_hooks *python_hooks(void) { return Py_IsInitialized && Py_IsInitialized() ? &hooks : NULL; }
