/*
 * Whether a program could see its objects being destroyed at the end. Most could not: none of theirs has a destructor, holds
 * back output or tells others of its end. Then they need not be destroyed, which is a sixth of the CPU time of a small program.
 *
 * What can have an effect of its own is tracked by the collector, or is an instance of a class that is. So all that it
 * tracks is looked at, until there is something that is not known to go unseen. Booted objects are frozen and immortal: they
 * come last, and none of them ever ends.
 */
#include "python.h"

PY(void, PyUnstable_GC_VisitObjects, int (*visit)(PyObject *object, void *data), void *data); /* 3.12 */
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

static struct {
  PyObject *first_frozen;
  void *class_dealloc; /* of all classes that are written in Python */
  struct stream {
    PyObject *text;
    PyObject *attributes[2]; /* its own, and those of the buffer below */
    long counts[2];
  } streams[2];
} booted;

static const char *const stream_names[] = {"stdout", "stderr"};

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

static void note_attributes(struct stream *of, int which, PyObject *object) {
  of->attributes[which] = object ? PyObject_GenericGetDict(object, NULL) : NULL;
  of->counts[which] = of->attributes[which] ? PyDict_Size(of->attributes[which]) : -1;
  PyErr_Clear();
}

void unseen_prepare_streams(void) {
  for (int i = 0; i < 2; i++) {
    struct stream *of = &booted.streams[i];
    of->text = PySys_GetObject(stream_names[i]);
    PyObject *buffer = of->text ? PyObject_GetAttrString(of->text, "buffer") : NULL;
    note_attributes(of, 0, of->text);
    note_attributes(of, 1, buffer);
    Py_DecRef(buffer);
  }
  PyErr_Clear();
}

void unseen_prepare(void) {
  PyObject *os = PyDict_GetItemString(PyImport_GetModuleDict(), "os"), *first = NULL;
  PyObject *environ_object = os ? PyObject_GetAttrString(os, "environ") : NULL;
  if (environ_object) booted.class_dealloc = PyType_GetSlot(type_of(environ_object), DEALLOC);
  Py_DecRef(environ_object);
  PyErr_Clear();
  if (!PyUnstable_GC_VisitObjects || !booted.class_dealloc) return;
  PyUnstable_GC_VisitObjects(take_first, &first);
  if (first && is_immortal(first)) booted.first_frozen = first;
}

/* ---- the end ---- */

/* It has been flushed by its own methods, and by nobody else's. */
static int is_as_booted(int which) {
  const struct stream *of = &booted.streams[which];
  if (!of->text || PySys_GetObject(stream_names[which]) != of->text) return 0;
  for (int i = 0; i < 2; i++)
    if (!of->attributes[i] || PyDict_Size(of->attributes[i]) != of->counts[i]) return 0;
  return 1;
}

int end_is_unseen(void) {
  int seen = 0;
  if (!booted.first_frozen || !is_as_booted(0) || !is_as_booted(1)) return 0;
  if (PyThreadState_Next(PyInterpreterState_ThreadHead(PyInterpreterState_Get()))) return 0;
  PyUnstable_GC_VisitObjects(look, &seen);
  return !seen;
}
