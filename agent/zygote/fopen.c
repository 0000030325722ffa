/*
 * A runtime that opens its script by name with fopen, when it is booted.
 */
#include "python.h"

fopen_fn zygote_real_fopen;

static void *opened(const char *symbol, const char *path, const char *mode) {
  zygote_real_fopen = (fopen_fn)(uintptr_t)dlsym(RTLD_NEXT, symbol);
  if (zygote_arrives(path)) zygote_stay(python_hooks());
  return zygote_real_fopen(path, mode);
}

EXPORT void *fopen(const char *path, const char *mode);
EXPORT void *fopen64(const char *path, const char *mode);
void *fopen(const char *path, const char *mode) { return opened("fopen", path, mode); }
void *fopen64(const char *path, const char *mode) { return opened("fopen64", path, mode); }
