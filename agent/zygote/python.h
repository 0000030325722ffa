/*
 * What the zygote uses of CPython's C API, and what its two parts share.
 *
 * All of it is reached through weak references: the same object is preloaded into other runtimes, too. What is younger
 * than Python 3.11 is asked for before it is used.
 */
#ifndef NEURON_PYTHON_H
#define NEURON_PYTHON_H

#include "zygote.h"

/* ---- fopen.c ---- */
typedef void *(*fopen_fn)(const char *path, const char *mode);
extern fopen_fn zygote_real_fopen;

/* NULL where this process is none. */
const struct runtime_hooks *python_hooks(void);

#define PY(type, name, ...) extern type name(__VA_ARGS__) __attribute__((weak))
typedef struct py_object PyObject;
typedef struct py_thread PyThreadState;
typedef struct py_interpreter PyInterpreterState;
struct py_slot {
  int id;
  void *value;
};
/* The stable ABI's PyModuleDef, as far as its slots. */
struct py_module_def {
  void *head[5];
  const char *name, *doc;
  long size;
  void *methods;
  struct py_slot *slots;
};
#define PY_MOD_EXEC 2

PY(int, Py_IsInitialized, void);
PY(int, PyGILState_Ensure, void);
PY(void, PyOS_BeforeFork, void);
PY(void, PyOS_AfterFork_Parent, void);
PY(void, PyOS_AfterFork_Child, void);
PY(int, Py_MakePendingCalls, void);
PY(PyThreadState *, PyThreadState_Get, void);
PY(PyThreadState *, PyThreadState_Next, PyThreadState *);
PY(void, PyThreadState_Clear, PyThreadState *);
PY(PyInterpreterState *, PyInterpreterState_Get, void);
PY(PyThreadState *, PyInterpreterState_ThreadHead, PyInterpreterState *);
PY(PyInterpreterState *, PyInterpreterState_Head, void);
PY(PyInterpreterState *, PyInterpreterState_Next, PyInterpreterState *);
PY(int, Py_FinalizeEx, void);
PY(unsigned long, PyThread_get_thread_ident, void);
PY(PyObject *, PyImport_ImportModule, const char *);
PY(PyObject *, PyImport_GetModuleDict, void);
PY(PyObject *, PyModule_New, const char *);
PY(PyObject *, PyModule_GetDict, PyObject *);
PY(struct py_module_def *, PyModule_GetDef, PyObject *);
PY(PyObject *, PyObject_CallMethod, PyObject *, const char *, const char *, ...);
PY(PyObject *, PyObject_CallFunction, PyObject *, const char *, ...);
typedef int (*py_traverse)(PyObject *, int (*visit)(PyObject *, void *), void *);
PY(PyObject *, PyObject_Type, PyObject *);
PY(int, PyObject_IS_GC, PyObject *);
PY(void *, PyType_GetSlot, PyObject *, int);
PY(PyObject *, PyObject_Repr, PyObject *);
PY(PyObject *, PyObject_GetAttrString, PyObject *, const char *);
PY(int, PyObject_SetItem, PyObject *, PyObject *, PyObject *);
PY(int, PyObject_IsInstance, PyObject *, PyObject *);
PY(int, PyObject_IsTrue, PyObject *);
PY(int, PyObject_Print, PyObject *, void *, int);
PY(PyObject *, PyDict_New, void);
PY(int, PyDict_SetItemString, PyObject *, const char *, PyObject *);
PY(int, PyDict_SetItem, PyObject *, PyObject *, PyObject *);
PY(int, PyDict_DelItemString, PyObject *, const char *);
PY(PyObject *, PyDict_GetItem, PyObject *, PyObject *);
PY(PyObject *, PyDict_GetItemString, PyObject *, const char *);
PY(PyObject *, PyDict_Copy, PyObject *);
PY(void, PyDict_Clear, PyObject *);
PY(int, PyDict_Update, PyObject *, PyObject *);
PY(int, PyDict_Next, PyObject *, long *, PyObject **, PyObject **);
PY(long, PyDict_Size, PyObject *);
PY(int, PyDict_AddWatcher, int (*)(int event, PyObject *dict, PyObject *key, PyObject *value));
PY(int, PyDict_Watch, int, PyObject *);
PY(PyObject *, PyList_New, long);
PY(int, PyList_Append, PyObject *, PyObject *);
PY(int, PyList_SetItem, PyObject *, long, PyObject *);
PY(int, PyList_SetSlice, PyObject *, long, long, PyObject *);
PY(PyObject *, PyList_GetSlice, PyObject *, long, long);
PY(PyObject *, PyList_GetItem, PyObject *, long);
PY(long, PyList_Size, PyObject *);
PY(PyObject *, PyBytes_FromString, const char *);
PY(PyObject *, PyUnicode_DecodeFSDefault, const char *);
PY(const char *, PyUnicode_AsUTF8, PyObject *);
PY(PyObject *, PyWeakref_NewRef, PyObject *, PyObject *);
PY(PyObject *, PyWeakref_GetObject, PyObject *);
PY(PyObject *, PySys_GetObject, const char *);
PY(int, PySys_SetObject, const char *, PyObject *);
PY(void, PySys_WriteStderr, const char *, ...);
PY(PyObject *, Py_CompileString, const char *, const char *, int);
PY(PyObject *, PyEval_EvalCode, PyObject *, PyObject *, PyObject *);
PY(PyObject *, PyRun_FileExFlags, void *, const char *, int, PyObject *, PyObject *, int, void *);
PY(int, PyFile_WriteObject, PyObject *, PyObject *, int);
PY(void, PyErr_Print, void);
PY(void, PyErr_Clear, void);
PY(PyObject *, PyErr_Occurred, void);
PY(int, PyErr_ExceptionMatches, PyObject *);
PY(void, PyErr_Fetch, PyObject **, PyObject **, PyObject **);
PY(void, PyErr_Restore, PyObject *, PyObject *, PyObject *);
PY(void, PyErr_NormalizeException, PyObject **, PyObject **, PyObject **);
PY(void, PyErr_WriteUnraisable, PyObject *);
PY(void, PyErr_FormatUnraisable, const char *, ...);
PY(long, PyLong_AsLong, PyObject *);
PY(long, PyGC_Collect, void);
PY(void, PyUnstable_GC_VisitObjects, int (*visit)(PyObject *object, void *data), void *data); /* 3.12 */
PY(int, PyGC_Enable, void);
PY(void, Py_DecRef, PyObject *);
PY(void, Py_IncRef, PyObject *);
extern PyObject _Py_NoneStruct __attribute__((weak));
extern PyObject PyDict_Type __attribute__((weak));
extern PyObject PyCode_Type __attribute__((weak));
extern PyObject PyLong_Type __attribute__((weak));
extern PyObject PyModule_Type __attribute__((weak));
extern PyObject *PyExc_SystemExit __attribute__((weak));
extern PyObject *PyExc_KeyboardInterrupt __attribute__((weak));
extern const unsigned long Py_Version __attribute__((weak));
extern char _PyRuntime[] __attribute__((weak));
#define NONE (&_Py_NoneStruct)
#define PY_FILE_INPUT 257
#define PY_PRINT_RAW 1
#define PY_3_11 0x030b0000ul
#define PY_3_12 0x030c0000ul
#define PY_3_13 0x030d0000ul
#define PY_3_14 0x030e0000ul

void *realloc(void *at, size_t n);
void free(void *at);
void *calloc(size_t n, size_t size);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
int snprintf(char *to, size_t n, const char *format, ...);
void *signal(int number, void *handler);
int raise(int number);
int fflush(void *file);
extern void *stdout, *stderr;

/* ---- python-preload.c: modules that are imported before the first fork ---- */

/* Imports what the host asked for. All modules that are there then, by name, or NULL when nothing was asked for. */
PyObject *preload_modules(void);
/* Which names the program's own files must not have: those of modules that were imported without looking for them. */
int preload_is_shadowed(const struct program *p);
/* In each child: random numbers of its own. */
void preload_seed(void);

/* ---- python-pools.c ---- */

/* In the booted interpreter, when all is there: takes, and keeps, the room that is left in its pools. */
void pools_take(void);

/* ---- python-immortal.c ---- */

/* All that is there now. */
void make_immortal(PyObject *gc);
/* False, too, where it is not known how that looks. */
int is_immortal(PyObject *object);

/* ---- python-unseen.c: ends that need not be gone through ---- */

/* Once, booted: before objects are made immortal and frozen, and right after. */
void unseen_take_copies(void);
void unseen_find_frozen(void);
/* Where a visit of all objects comes to those that were booted, unless the program has imported `gc`. */
int is_first_frozen(PyObject *object);
/* When all that the program wanted done at its end has been done, and both streams are flushed: nobody sees its objects go. */
int end_is_unseen(void);

/* ---- python-exit.c: leaving by a shorter way than Py_FinalizeEx ---- */

/* Once, booted, before the first fork: imports what is to be there, and takes note of what is not the program's. */
void exit_prepare(void);
/* After that: looks, as at an end, whether it would be seen. */
void exit_warm_up(void);
/* An error of sys.stdout or sys.stderr is none of the caller's. */
void exit_flush_quietly(void);
/* What Py_FinalizeEx does, as far as the program can see it. 0, or -1 when stdout or stderr could not be flushed. */
int exit_finalize(void);
/* After the program's last statement. `code`: unless stdout cannot be flushed. `interrupted`: dies of SIGINT instead. */
_Noreturn void exit_python(int code, int interrupted);

#endif
