/*
 * A boot leaves room for small objects all over its pools, of which Python has some for each size. A child that gets such a
 * place writes to two pages that it shared before: to that one, and to the first of its pool, where places are counted. Once
 * all of them are taken, each size begins a pool of its own with the first object that a child makes: one page, and a new one.
 */
#include "python.h"

PY(void *, PyObject_Malloc, size_t);
PY(void, PyObject_Free, void *);
void *sbrk(intptr_t more);

/* As they are from 3.10 on; other sizes are malloc's. */
#define POOL (16ul << 10)
#define STEP 16ul
#define LARGEST 512ul

/* More than there are free places of a size after any boot. */
#define MOST 20000

/* A pool begins with the number of its places that are taken. */
static int is_alone(void *at) { return *(const uint32_t *)((uintptr_t)at & -POOL) == 1; }

static void take_places(size_t size) {
  for (int i = 0; i < MOST; i++) {
    void *at = PyObject_Malloc(size);
    if (!at || (uintptr_t)at < (uintptr_t)sbrk(0)) return; /* none of Python's pools */
    if (!is_alone(at)) continue;
    PyObject_Free(at);
    return;
  }
}

void pools_take(void) {
  if (!&Py_Version || Py_Version < PY_3_11 || Py_Version >= PY_3_14) return;
  for (size_t size = STEP; size <= LARGEST; size += STEP) take_places(size);
}
