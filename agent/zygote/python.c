/*
 * CPython (3.11 and later) as a zygote.
 *
 * The interpreter stays in the fopen of its script: booted, `site` imported, no Python frame on the stack. The child does
 * what the interpreter would do next (pymain_run_file: run the file in __main__), and leaves by python-exit.c.
 *
 * What the boot itself depends on cannot be changed any more: a program that comes with another TZ, HOME or PYTHONPATH,
 * or whose entry is not a plain source file (an archive, a folder, an option), is started anew inside the same jail.
 */
#include "python.h"

#include <asm/unistd.h>

static PyObject *main_dict;

#define BOOTED_SCRIPT WORK_DIR "/main.py"
/* The name of a file is 1,024 bytes long at most. */
#define SCRIPT_MAX 1200

static void warm_up(void);
static void make_main(void);
static void set_script(char *script);

/* Everything is set for the script that it was booted with, which most programs are. */
static void prepare(void) {
  PyGILState_Ensure(); /* the interpreter let go of its lock for the fopen it believes to be in */
  warm_up();
  exit_prepare();
  make_main();
  char script[] = BOOTED_SCRIPT;
  set_script(script);
  exit_warm_up();
  pools_take();
}

/*
 * A __main__ of its own: the booted one is frozen, and what a frozen dictionary holds is never seen by the collector, so
 * that destructors in cycles would not run at the end.
 */
static void make_main(void) {
  PyObject *modules = PyImport_GetModuleDict(), *old = PyDict_GetItemString(modules, "__main__");
  PyObject *fresh = PyModule_New("__main__"), *annotations = PyDict_New();
  if (!old || !fresh || !annotations) zygote_broken("__main__");
  main_dict = PyModule_GetDict(fresh);
  PyObject *copy = PyDict_Copy(PyModule_GetDict(old));
  if (!copy || PyDict_Update(main_dict, copy) || PyDict_SetItemString(modules, "__main__", fresh)) zygote_broken("__main__");
  if (PyDict_GetItemString(main_dict, "__annotations__")) PyDict_SetItemString(main_dict, "__annotations__", annotations);
  Py_DecRef(annotations);
  Py_DecRef(copy);
  Py_DecRef(fresh);
}

/* ---- whether the booted interpreter is the one that the program would get ---- */

/* Neither an archive, whose directory is within the last 64 KiB, nor compiled. */
static int is_source(struct str name, struct str content) {
  if (name.n >= 4 && !strncmp(name.p + name.n - 4, ".pyc", 4)) return 0;
  if (content.n >= 4 && !memcmp(content.p + 1, "\r\r\n", 3)) return 0;
  uint32_t at = content.n > 66000 ? content.n - 66000 : 0;
  for (; at + 4 <= content.n; at++)
    if (content.p[at] == 'P' && !memcmp(content.p + at, "PK\5\6", 4)) return 0;
  return 1;
}

static const char *const boot_prefixes[] = {"PYTHON", NULL};

static int entry_fits(const struct program *p) {
  struct rd argv = p->argv, files = p->files;
  struct str entry = rd_text(&argv);
  if (!entry.n || entry.n > 1024 || entry.p[0] == '-' || entry.p[0] == '.') return 0;
  for (uint32_t i = 0; i < p->nfiles; i++) {
    struct str name = rd_text(&files), content = rd_str(&files);
    if (name.n == entry.n && !memcmp(name.p, entry.p, name.n)) return is_source(name, content);
  }
  return 0;
}

static _Noreturn void start_anew(const struct program *p) {
  zygote_start_anew(PyUnicode_AsUTF8(PyList_GetItem(PySys_GetObject("orig_argv"), 0)), p);
}

/* ---- what differs from run to run ---- */

static void set_argv(const struct program *p) {
  PyObject *argv = PyList_New(0), *orig = PyList_New(0), *boot = PySys_GetObject("orig_argv");
  if (boot && PyList_Size(boot) > 0) PyList_Append(orig, PyList_GetItem(boot, 0));
  struct rd r = p->argv;
  for (uint32_t i = 0; i < p->nargv; i++) {
    char *text = text_copy(rd_text(&r));
    PyObject *s = PyUnicode_DecodeFSDefault(text);
    if (!s || PyList_Append(argv, s) || PyList_Append(orig, s)) zygote_broken("arguments");
    Py_DecRef(s);
  }
  if (PySys_SetObject("argv", argv) || PySys_SetObject("orig_argv", orig)) zygote_broken("arguments");
  Py_DecRef(argv);
  Py_DecRef(orig);
}

/* Both os.environ, which tells the C library, and what that is made of again when `os` is reloaded. */
static void set_env(const struct program *p) {
  PyObject *environ_object = NULL, *boot_environ = NULL;
  struct rd r = p->env;
  uint32_t left = p->nenv;
  for (char *name; (name = next_changed(&r, &left));) {
    const char *value = name + strlen(name) + 1;
    if (!environ_object) {
      PyObject *os = PyImport_ImportModule("os"), *posix = PyImport_ImportModule("posix");
      environ_object = os ? PyObject_GetAttrString(os, "environ") : NULL;
      boot_environ = posix ? PyObject_GetAttrString(posix, "environ") : NULL;
      if (!environ_object || !boot_environ) zygote_broken("os.environ");
    }
    PyObject *k = PyUnicode_DecodeFSDefault(name), *v = PyUnicode_DecodeFSDefault(value);
    PyObject *kb = PyBytes_FromString(name), *vb = PyBytes_FromString(value);
    if (!k || !v || !kb || !vb || PyObject_SetItem(environ_object, k, v) || PyObject_SetItem(boot_environ, kb, vb))
      zygote_broken("environment");
    Py_DecRef(k);
    Py_DecRef(v);
    Py_DecRef(kb);
    Py_DecRef(vb);
  }
}

/* The script was asked for as an archive first. Its folder comes first on sys.path. */
static void set_path(char *script) {
  PyObject *path = PySys_GetObject("path"), *cache = PySys_GetObject("path_importer_cache");
  if (strcmp(script, BOOTED_SCRIPT) != 0 && PyDict_GetItemString(cache, BOOTED_SCRIPT)) {
    PyDict_DelItemString(cache, BOOTED_SCRIPT);
    PyDict_SetItemString(cache, script, NONE);
  }
  char *slash = strrchr(script, '/');
  *slash = 0;
  PyObject *folder = PyUnicode_DecodeFSDefault(script);
  *slash = '/';
  if (folder) PyList_SetItem(path, 0, folder); /* takes the reference */
}

static void set_main(const char *script) {
  PyObject *file = PyUnicode_DecodeFSDefault(script);
  PyObject *external = PyImport_ImportModule("_frozen_importlib_external");
  PyObject *loader = external ? PyObject_CallMethod(external, "SourceFileLoader", "sO", "__main__", file) : NULL;
  if (!file || !loader || PyDict_SetItemString(main_dict, "__file__", file) ||
      PyDict_SetItemString(main_dict, "__cached__", NONE) || PyDict_SetItemString(main_dict, "__loader__", loader))
    zygote_broken("__main__");
  Py_DecRef(file);
  Py_DecRef(external);
  Py_DecRef(loader);
}

static void set_script(char *script) {
  set_path(script);
  set_main(script);
}

/* ---- the run ---- */

/* sys.exit(x): nothing is 0, a number is itself, anything else is printed and is 1. */
static int system_exit_code(void) {
  fflush(stdout);
  PyObject *type, *value, *trace;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  PyObject *code = value ? PyObject_GetAttrString(value, "code") : NULL;
  PyErr_Clear();
  if (!code) {
    code = value;
    Py_IncRef(code);
  }
  int result = 1;
  if (code == NONE) {
    result = 0;
  } else if (PyObject_IsInstance(code, &PyLong_Type) == 1) {
    result = (int)PyLong_AsLong(code);
  } else {
    PyObject *err = PySys_GetObject("stderr");
    if (err && err != NONE) {
      PyFile_WriteObject(code, err, PY_PRINT_RAW);
    } else {
      PyObject_Print(code, stderr, PY_PRINT_RAW);
      fflush(stderr);
    }
    PySys_WriteStderr("\n");
  }
  PyErr_Clear();
  Py_DecRef(code);
  Py_DecRef(type);
  Py_DecRef(value);
  Py_DecRef(trace);
  return result;
}

static void forget_file(PyObject *dict) {
  if (PyDict_GetItemString(dict, "__file__")) PyDict_DelItemString(dict, "__file__");
  if (PyDict_GetItemString(dict, "__cached__")) PyDict_DelItemString(dict, "__cached__");
  PyErr_Clear();
}

/* What pymain_run_file does; returns the exit code, if the streams can be flushed. */
static int run_file(void *file, const char *script, int *interrupted) {
  Py_IncRef(main_dict); /* the program may drop its own module */
  PyObject *done = PyRun_FileExFlags(file, script, PY_FILE_INPUT, main_dict, main_dict, 1, NULL);
  *interrupted = !done && PyErr_Occurred() == PyExc_KeyboardInterrupt;
  int code = done ? 0 : 1;
  exit_flush_quietly();
  if (!done && PyErr_ExceptionMatches(PyExc_SystemExit)) {
    code = system_exit_code();
  } else {
    if (!done) PyErr_Print();
    forget_file(main_dict);
  }
  Py_DecRef(done);
  Py_DecRef(main_dict);
  return code;
}

/* Sets what differs from run to run. `script` becomes the path of the entry. */
static void arrange(const struct program *p, char script[SCRIPT_MAX]) {
  if (!entry_fits(p) || !env_fits(p, boot_prefixes) || preload_is_shadowed(p)) start_anew(p);
  struct rd argv = p->argv;
  char *name = text_copy(rd_text(&argv));
  snprintf(script, SCRIPT_MAX, WORK_DIR "/%s", name);
  int as_booted = !strcmp(script, BOOTED_SCRIPT);
  if (!as_booted || p->nargv > 1) set_argv(p);
  if (!as_booted) set_script(script);
  set_env(p);
}

static void run(const struct program *p) {
  char script[SCRIPT_MAX];
  int interrupted;
  arrange(p, script);
  void *file = zygote_real_fopen(script, "rb");
  if (!file) zygote_broken("cannot open the entry file");
  enter_begin();
  int code = run_file(file, script, &interrupted);
  exit_python(code, interrupted);
}

/* ---- what is done ahead of any program ---- */

/* The interpreter's, or NULL. */
static void *open_source(const char *source) {
  char path[40];
  long fd = syscall(__NR_memfd_create, "", 0L);
  if (fd < 0) return NULL;
  snprintf(path, sizeof path, "/proc/self/fd/%ld", fd);
  void *file = syscall(__NR_write, fd, source, strlen(source)) < 0 ? NULL : zygote_real_fopen(path, "rb");
  syscall(__NR_close, fd);
  return file;
}

/*
 * What the interpreter learns while it runs a program, such as where a type has a method, or which kinds of numbers a line adds,
 * each child would have to learn again, on pages that it shared before. So what most programs do is done once, as often as it
 * takes until nothing new is learned; with streams of its own, and the modules that are there.
 */
static const char warming[] =
    "import io\n"
    "def main(source, sink):\n"
    "    lines = source.read().split()\n"
    "    numbers = [int(x) for x in '1 2 3'.split()]\n"
    "    table = {n: str(n) for n in range(3)}\n"
    "    print(sum(numbers), *table.values(), sep=' ', file=sink)\n"
    "    print(f'{len(table)} {1.5:.2f}', file=sink)\n"
    "    source.closed, sink.closed, sink.buffer, sink.buffer.raw, sink.flush()\n"
    "for _ in range(32):\n"
    "    with open('/dev/null') as source, open('/dev/null', 'w') as sink:\n"
    "        main(source, sink)\n";

static void warm_up(void) {
  PyObject *globals = PyDict_New(), *done = NULL;
  void *file = open_source(warming);
  if (file && globals) done = PyRun_FileExFlags(file, "warming", PY_FILE_INPUT, globals, globals, 1, NULL);
  if (!done) PyErr_Clear(); /* then each child learns it by itself, as ever */
  Py_DecRef(done);
  Py_DecRef(globals);
}

/* ---- the rehearsal ---- */

static const char rehearsed[] =
    "import sys\n"
    "def main():\n"
    "    lines = sys.stdin.read().split()\n"
    "    numbers = [int(x) for x in lines]\n"
    "    table = {n: str(n) for n in range(3)}\n"
    "    print(sum(numbers), *table.values(), sep=' ')\n"
    "    print(f'{len(table)} {1.5:.2f}')\n"
    "if __name__ == '__main__':\n"
    "    main()\n";

static uint8_t *put_text(uint8_t *to, const char *text) {
  size_t n = strlen(text);
  to = wr_u32(to, (uint32_t)n);
  for (size_t i = 0; i < n; i++) to[i] = (uint8_t)text[i];
  return to + n;
}

static const char *what_to_rehearse(void) { return *zygote_rehearsal ? zygote_rehearsal : rehearsed; }

/* As it comes from the host, in the environment that the runtime was booted in. */
static int rehearsed_program(struct program *p) {
  uint8_t *blob, *to;
  uint32_t nenv = 0;
  size_t most = 256 + strlen(what_to_rehearse());
  for (; environ[nenv]; nenv++) most += 4 + strlen(environ[nenv]);
  if (!(to = blob = enter_room(most))) return -1;
  to = wr_u64(wr_u32(to, 1), 0);
  to = put_text(wr_u32(to, 1), "main.py");
  to = wr_u32(to, nenv);
  for (uint32_t i = 0; i < nenv; i++) to = put_text(to, environ[i]);
  to = wr_u32(put_text(put_text(wr_u32(to, 1), "main.py"), what_to_rehearse()), 0);
  return program_parse(p, blob, (size_t)(to - blob));
}

/* A program such as many are, and its end. */
static int rehearse(void) {
  struct program p;
  char script[SCRIPT_MAX];
  if (rehearsed_program(&p)) return 0;
  arrange(&p, script);
  int interrupted;
  void *file = open_source(what_to_rehearse());
  if (file) run_file(file, script, &interrupted);
  exit_finalize();
  return 0;
}

static void before_fork(void) { PyOS_BeforeFork(); }
static void after_fork_parent(void) { PyOS_AfterFork_Parent(); }
static void after_fork_child(void) {
  PyOS_AfterFork_Child();
  preload_seed();
}

static const struct runtime_hooks hooks = {.prepare = prepare,
                                          .before_fork = before_fork,
                                          .after_fork_parent = after_fork_parent,
                                          .after_fork_child = after_fork_child,
                                          .rehearse = rehearse,
                                          .run = run};

const struct runtime_hooks *python_hooks(void) { return Py_IsInitialized && Py_IsInitialized() ? &hooks : NULL; }
