/*
 * Modules that are imported before the first fork, so that a program that imports them does not wait: preload.py does it, and
 * hides them until then.
 *
 * What the program could do to the import of one of them by a file of its own, such as a random.py that numpy would get,
 * is decided by names alone: such a program is started anew.
 */
#include "python.h"

static const char source[] = {
#include "preload.inc"
    0};

static PyObject *loaded, *seed;

static PyObject *list_of(char *names) {
  PyObject *list = PyList_New(0);
  for (char *name = names; list && *name;) {
    char *comma = strchr(name, ','), *next = comma ? comma + 1 : name + strlen(name);
    if (comma) *comma = 0;
    PyObject *text = PyUnicode_DecodeFSDefault(name);
    if (!text || PyList_Append(list, text)) zygote_broken("names of modules");
    Py_DecRef(text);
    name = next;
  }
  return list;
}

/* With the names of what went wrong: the host only sees the beginning of what a boot says. */
static _Noreturn void failed(void) {
  PyObject *type, *value, *trace;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  PyObject *text = value ? PyObject_Repr(value) : NULL;
  const char *what = text ? PyUnicode_AsUTF8(text) : NULL;
  dprintf(2, "cannot import ahead: %s\n", what ? what : "out of memory");
  exit(70);
}

PyObject *preload_modules(void) {
  if (!*zygote_preload) return NULL;
  PyObject *code = Py_CompileString(source, "<frozen importlib._bootstrap>", PY_FILE_INPUT), *globals = PyDict_New();
  PyObject *name = PyUnicode_DecodeFSDefault("importlib._bootstrap");
  if (!code || !globals || !name || PyDict_SetItemString(globals, "__name__", name)) failed();
  PyObject *done = PyEval_EvalCode(code, globals, globals);
  PyObject *preload = done ? PyDict_GetItemString(globals, "preload") : NULL;
  loaded = preload ? PyObject_CallFunction(preload, "OO", list_of(zygote_preload), list_of(zygote_seeders)) : NULL;
  if (!loaded) failed();
  seed = PyDict_GetItemString(globals, "seed");
  return loaded;
}

void preload_seed(void) {
  PyObject *done = seed ? PyObject_CallFunction(seed, NULL) : NULL;
  if (seed && !done) zygote_broken("random numbers");
  Py_DecRef(done);
}

static int ends_in(const char *part, size_t n, const char *end) {
  size_t k = strlen(end);
  return n > k && !strncmp(part + n - k, end, k);
}

/* Whether a part of a path, a folder or a file that can be imported, has the name of a module. */
static int names_module(const char *part, size_t n, int is_file) {
  char name[256];
  if (is_file && !ends_in(part, n, ".py") && !ends_in(part, n, ".pyc") && !ends_in(part, n, ".so")) return 0;
  for (size_t i = 0; i < n; i++)
    if (part[i] == '.') n = i;
  if (!n || n >= sizeof name) return 0;
  for (size_t i = 0; i < n; i++) name[i] = part[i];
  name[n] = 0;
  return PyDict_GetItemString(loaded, name) != NULL;
}

int preload_is_shadowed(const struct program *p) {
  struct rd files = p->files;
  for (uint32_t i = 0; loaded && i < p->nfiles; i++) {
    struct str path = rd_text(&files);
    rd_str(&files);
    for (uint32_t from = 0, to = 0; to <= path.n; to++) {
      if (to < path.n && path.p[to] != '/') continue;
      if (names_module(path.p + from, to - from, to == path.n)) return 1;
      from = to + 1;
    }
  }
  return 0;
}
