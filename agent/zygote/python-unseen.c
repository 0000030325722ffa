/*
 * Whether a program could see its objects being destroyed at the end. Most could not: none of theirs has a destructor, holds
 * back output or tells others of its end. Then they need not be destroyed, which is a sixth of the CPU time of a small program.
 *
 * What can have an effect of its own is tracked by the collector, or is an instance of a class that is. So all that it
 * tracks is looked at, until there is something that is not known to go unseen. Booted objects are frozen and immortal: they
 * come last, and none of them ever ends.
 */
#include "python.h"

PY(unsigned long, PyType_GetFlags, PyObject *);
PY(PyObject *, PyObject_GenericGetDict, PyObject *, void *);

#define HEAP_TYPE (1ul << 9)
#define IS_TYPE (1ul << 31)
#define IS_EXCEPTION (1ul << 30)

/* Slots of types, by their numbers in the stable ABI. */
enum { BASE = 48, DEALLOC = 52, DEL = 53, TRAVERSE = 71, FINALIZE = 80 };

#define TYPES(each)                                                                                                     \
  each(PyBaseObject_Type) each(PyType_Type) each(PyModule_Type) each(PyFunction_Type) each(PyMethod_Type)               \
  each(PyCFunction_Type) each(PyCell_Type) each(PyFrame_Type) each(PyTraceBack_Type) each(PyProperty_Type)              \
  each(PyStaticMethod_Type) each(PyClassMethod_Type) each(PyGetSetDescr_Type) each(PyMemberDescr_Type)                  \
  each(PyMethodDescr_Type) each(PyWrapperDescr_Type) each(PyDictProxy_Type) each(Py_GenericAliasType)                   \
  each(PyDict_Type) each(PyList_Type) each(PyTuple_Type) each(PySet_Type) each(PyFrozenSet_Type) each(PySlice_Type)     \
  each(PyLong_Type) each(PyFloat_Type) each(PyComplex_Type) each(PyUnicode_Type) each(PyBytes_Type)                     \
  each(PyByteArray_Type) each(PyDictKeys_Type) each(PyDictValues_Type) each(PyDictItems_Type) each(PyListIter_Type)     \
  each(PyTupleIter_Type) each(PySetIter_Type) each(PyDictIterKey_Type) each(PyDictIterValue_Type)                       \
  each(PyDictIterItem_Type) each(PyEnum_Type) each(PyReversed_Type) each(PyZip_Type) each(PyMap_Type)                   \
  each(PyFilter_Type) each(PyODict_Type)
#define DECLARE(type) extern PyObject type __attribute__((weak));
TYPES(DECLARE)
DECLARE(_PyWeakref_RefType)
#define ADDRESS(type) &type,

/* Types of C modules, by the beginnings of their names. */
static const char *const plain_names[] = {"collections.", "functools.", "itertools.", "operator.", "re.", "_random.Random",
                                          "typing.",      "types.",     "array.",     "decimal.",  "_struct.Struct"};

/* A stream, its buffer, and the file below. */
#define LAYERS 3

static struct {
  PyObject *first_frozen;
  void *class_dealloc; /* of all classes that are written in Python */
  struct stream {
    PyObject *layers[LAYERS], *attributes[LAYERS]; /* and copies of what each has of its own */
  } streams[3];
  PyObject *filters; /* a copy of the warnings' */
} booted;

static const char *const stream_names[] = {"stdin", "stdout", "stderr"};
static const char *const layer_names[] = {"buffer", "raw"};

static int starts_plain(const char *name) {
  for (size_t i = 0; i < sizeof plain_names / sizeof *plain_names; i++)
    if (!strncmp(name, plain_names[i], strlen(plain_names[i]))) return 1;
  return 0;
}

static int is_plain_static(PyObject *type) {
  static PyObject *const plain[] = {TYPES(ADDRESS)};
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    if (plain[i] == type) return 1;
  return (PyType_GetFlags(type) & IS_EXCEPTION) != 0;
}

/* PyTypeObject begins with reference count, type, size, and name. */
static const char *name_of(PyObject *type) { return ((const char *const *)(const void *)type)[3]; }

/* PyObject begins with reference count and type. */
static PyObject *type_of(PyObject *object) { return ((PyObject *const *)(const void *)object)[1]; }

/* Whether nobody sees an instance of it go. */
static int find_out(PyObject *type) {
  for (; type; type = PyType_GetSlot(type, BASE)) {
    if (PyType_GetSlot(type, FINALIZE) || PyType_GetSlot(type, DEL)) return 0;
    if (!(PyType_GetFlags(type) & HEAP_TYPE)) return is_plain_static(type);
    if (PyType_GetSlot(type, DEALLOC) != booted.class_dealloc) return starts_plain(name_of(type));
  }
  return 0;
}

static int goes_unseen(PyObject *type) {
  static PyObject *known; /* what was found out last: many are of few types */
  if (type == known) return 1;
  if (!find_out(type)) return 0;
  known = type;
  return 1;
}

static int met(PyObject *callback, void *unused) {
  (void)callback, (void)unused;
  return 1;
}

/* Who is told of the other's end. */
static int calls_back(PyObject *reference) {
  py_traverse traverse = (py_traverse)(uintptr_t)PyType_GetSlot(&_PyWeakref_RefType, TRAVERSE);
  return !traverse || traverse(reference, met, NULL);
}

/* 0 ends the visit. */
static int look(PyObject *object, void *seen) {
  if (object == booted.first_frozen) return 0;
  PyObject *type = type_of(object);
  if (type == &_PyWeakref_RefType ? !calls_back(object) : goes_unseen(type)) {
    /* Of a class, its instances: not all of them are tracked. */
    if (!(PyType_GetFlags(type) & IS_TYPE) || goes_unseen(object)) return 1;
  }
  *(int *)seen = 1;
  return 0;
}

/* ---- what is booted ---- */

static int take_first(PyObject *object, void *first) {
  *(PyObject **)first = object;
  return 0;
}

/* New references, or NULL; the first is the stream itself. */
static void find_layers(const char *name, PyObject *layers[LAYERS]) {
  layers[0] = PySys_GetObject(name);
  Py_IncRef(layers[0]);
  for (int i = 1; i < LAYERS; i++) layers[i] = layers[i - 1] ? PyObject_GetAttrString(layers[i - 1], layer_names[i - 1]) : NULL;
  PyErr_Clear();
}

static PyObject *filters_now(void) {
  PyObject *warnings = PyDict_GetItemString(PyImport_GetModuleDict(), "_warnings");
  return warnings ? PyDict_GetItemString(PyModule_GetDict(warnings), "filters") : NULL;
}

void unseen_take_copies(void) {
  for (int i = 0; i < 3; i++) {
    struct stream *of = &booted.streams[i];
    find_layers(stream_names[i], of->layers);
    for (int layer = 0; layer < LAYERS; layer++) {
      PyObject *own = of->layers[layer] ? PyObject_GenericGetDict(of->layers[layer], NULL) : NULL;
      of->attributes[layer] = own ? PyDict_Copy(own) : NULL;
      Py_DecRef(own);
      Py_DecRef(of->layers[layer]); /* flushed when nobody holds them any more: not held here */
    }
  }
  PyObject *filters = filters_now();
  booted.filters = filters ? PyList_GetSlice(filters, 0, PyList_Size(filters)) : NULL;
  PyErr_Clear();
}

void unseen_find_frozen(void) {
  PyObject *os = PyDict_GetItemString(PyImport_GetModuleDict(), "os"), *first = NULL;
  PyObject *environ_object = os ? PyObject_GetAttrString(os, "environ") : NULL;
  if (environ_object) booted.class_dealloc = PyType_GetSlot(type_of(environ_object), DEALLOC);
  Py_DecRef(environ_object);
  PyErr_Clear();
  if (!PyUnstable_GC_VisitObjects || !booted.class_dealloc) return;
  PyUnstable_GC_VisitObjects(take_first, &first);
  if (first && is_immortal(first)) booted.first_frozen = first;
}

int is_first_frozen(PyObject *object) { return object == booted.first_frozen; }

/* ---- the end ---- */

static int same_attributes(PyObject *object, PyObject *copy) {
  PyObject *own = PyObject_GenericGetDict(object, NULL), *key, *value;
  int same = own && copy && PyDict_Size(own) == PyDict_Size(copy);
  long at = 0;
  while (same && PyDict_Next(own, &at, &key, &value)) same = PyDict_GetItem(copy, key) == value;
  Py_DecRef(own);
  PyErr_Clear();
  return same;
}

/* It was flushed, and is going to be closed, by its own methods and by nobody else's. */
static int is_as_booted(int which) {
  const struct stream *of = &booted.streams[which];
  PyObject *layers[LAYERS];
  int same = 1;
  find_layers(stream_names[which], layers);
  for (int i = 0; i < LAYERS; i++) {
    same = same && layers[i] && layers[i] == of->layers[i] && same_attributes(layers[i], of->attributes[i]);
    Py_DecRef(layers[i]);
  }
  return same;
}

static int warns_as_booted(void) {
  PyObject *now = filters_now();
  int same = now && booted.filters && PyList_Size(now) == PyList_Size(booted.filters);
  for (long i = 0; same && i < PyList_Size(now); i++) same = PyList_GetItem(now, i) == PyList_GetItem(booted.filters, i);
  PyErr_Clear();
  return same;
}

int end_is_unseen(void) {
  int seen = 0;
  if (!booted.first_frozen || !objects_are_booted() || !warns_as_booted()) return 0;
  for (int i = 0; i < 3; i++)
    if (!is_as_booted(i)) return 0;
  if (PyThreadState_Next(PyInterpreterState_ThreadHead(PyInterpreterState_Get()))) return 0;
  PyUnstable_GC_VisitObjects(look, &seen);
  return !seen;
}
