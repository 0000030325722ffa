/*
 * Counting references to booted objects dirties the pages that a child shares with its zygote: each such page is copied, which
 * costs more than most of what a small program does. What is booted stays until the end anyway, so its objects are made
 * immortal (PEP 683): nobody counts references to them any more.
 *
 * How an immortal object looks is the interpreter's own affair: known of 3.12 and 3.13 here, and left alone in others.
 */
#include "python.h"

#define IMMORTAL 0xffffffffl
#define TYPE_TRAVERSE 71 /* Py_tp_traverse */

struct counted {
  long references;
};

/* Whose end can be seen: what they hold back is written when they go. */
static const char *const mortal[] = {"stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__"};
#define MORTAL_MAX 64

static struct {
  PyObject **found; /* immortal by now, and not followed yet */
  size_t count, room;
  struct {
    struct counted *object;
    long references;
  } kept[MORTAL_MAX];
  size_t kept_count;
} work;

static int meet(PyObject *object, void *unused) {
  (void)unused;
  struct counted *counted = (struct counted *)(void *)object;
  if ((int32_t)counted->references < 0) return 0;
  if (work.count == work.room) {
    work.room = work.room ? 2 * work.room : 4096;
    work.found = realloc(work.found, work.room * sizeof *work.found);
    if (!work.found) zygote_broken("memory");
  }
  counted->references = IMMORTAL;
  work.found[work.count++] = object;
  return 0;
}

static void follow(PyObject *object) {
  PyObject *type = PyObject_Type(object);
  if (type == &PyCode_Type) {
    PyObject *constants = PyObject_GetAttrString(object, "co_consts");
    if (constants) meet(constants, NULL);
    Py_DecRef(constants);
  } else if (PyObject_IS_GC(object)) {
    py_traverse traverse = (py_traverse)(uintptr_t)PyType_GetSlot(type, TYPE_TRAVERSE);
    if (traverse) traverse(object, meet, NULL);
  }
  Py_DecRef(type);
}

static int keep(PyObject *object, void *unused) {
  (void)unused;
  struct counted *counted = (struct counted *)(void *)object;
  if ((int32_t)counted->references < 0 || work.kept_count == MORTAL_MAX) return 0;
  work.kept[work.kept_count].object = counted;
  work.kept[work.kept_count++].references = counted->references;
  return 0;
}

/* A stream, and the buffer and the file below it. */
static void keep_stream(PyObject *stream) {
  static const char *const below[] = {"buffer", "raw"};
  Py_IncRef(stream);
  for (size_t i = 0; stream; i++) {
    Py_DecRef(stream); /* before it is counted: somebody else holds it */
    keep(stream, NULL);
    stream = i < sizeof below / sizeof *below ? PyObject_GetAttrString(stream, below[i]) : NULL;
  }
  PyErr_Clear();
}

static int is_known(void) { return &Py_Version && Py_Version >= PY_3_12 && Py_Version < PY_3_14; }

int is_immortal(PyObject *object) { return is_known() && (int32_t)((struct counted *)(void *)object)->references < 0; }

void make_immortal(PyObject *gc) {
  if (!is_known()) return;
  for (size_t i = 0; i < sizeof mortal / sizeof *mortal; i++) {
    PyObject *stream = PySys_GetObject(mortal[i]);
    if (stream && stream != NONE) keep_stream(stream);
  }
  PyObject *objects = PyObject_CallMethod(gc, "get_objects", NULL);
  if (!objects) zygote_broken("booted objects");
  for (long i = 0; i < PyList_Size(objects); i++) meet(PyList_GetItem(objects, i), NULL);
  while (work.count) follow(work.found[--work.count]);
  free(work.found);
  Py_DecRef(objects);
  for (size_t i = 0; i < work.kept_count; i++) work.kept[i].object->references = work.kept[i].references;
}
