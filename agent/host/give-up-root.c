/*
 * A Node add-on with one function: giveUpRoot(uid) -> 0, or the errno of what failed.
 *
 * Node refuses process.setuid and its like when it is linked to a libuv of the system's (Debian's is), since that could
 * have an io_uring with a kernel thread, which would keep root's rights (CVE-2024-22017). This one looks whether there is any.
 * The rings without one, which libuv uses for epoll, act with the rights of whoever submits.
 */
#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Of Node-API version 1, whose header comes only with Node's sources. */
typedef struct opaque_env *napi_env;
typedef struct opaque_value *napi_value;
typedef struct opaque_info *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
enum { NAPI_OK = 0, NAPI_AUTO_LENGTH = -1 };
int napi_get_cb_info(napi_env, napi_callback_info, size_t *argc, napi_value *argv, napi_value *self, void **data);
int napi_get_value_uint32(napi_env, napi_value, uint32_t *result);
int napi_create_int32(napi_env, int32_t value, napi_value *result);
int napi_create_function(napi_env, const char *name, size_t length, napi_callback, void *data, napi_value *result);
int napi_set_named_property(napi_env, napi_value object, const char *name, napi_value value);

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports);

/* Unknown counts as one that has. */
static bool has_kernel_thread(const char *ring) {
  char path[64], line[128];
  snprintf(path, sizeof path, "/proc/self/fdinfo/%.20s", ring);
  FILE *info = fopen(path, "re");
  if (!info) return true;
  int thread = 0;
  while (thread != -1 && fgets(line, sizeof line, info)) sscanf(line, "SqThread: %d", &thread);
  fclose(info);
  return thread != -1;
}

/* 0: none that matters. */
static int look_for_rings(void) {
  DIR *fds = opendir("/proc/self/fd");
  if (!fds) return errno;
  int why = 0;
  struct dirent *entry;
  while (!why && (entry = readdir(fds))) {
    char target[64];
    ssize_t length = readlinkat(dirfd(fds), entry->d_name, target, sizeof target - 1);
    if (length < 0) continue; /* . and .. */
    target[length] = 0;
    if (strstr(target, "[io_uring]") && has_kernel_thread(entry->d_name)) why = EBUSY;
  }
  closedir(fds);
  return why;
}

/* The libc's calls, unlike the bare system calls, are for all threads. */
static int give_up_root(uid_t id) {
  int why = look_for_rings();
  if (why) return why;
  return setgroups(0, NULL) || setgid(id) || setuid(id) ? errno : 0;
}

static napi_value call(napi_env env, napi_callback_info info) {
  napi_value argument, result;
  size_t count = 1;
  uint32_t id;
  int why = EINVAL;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) == NAPI_OK && count == 1 &&
      napi_get_value_uint32(env, argument, &id) == NAPI_OK && id != 0)
    why = give_up_root(id);
  return napi_create_int32(env, why, &result) == NAPI_OK ? result : NULL;
}

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  if (napi_create_function(env, "giveUpRoot", (size_t)NAPI_AUTO_LENGTH, call, NULL, &function) != NAPI_OK) return NULL;
  if (napi_set_named_property(env, exports, "giveUpRoot", function) != NAPI_OK) return NULL;
  return exports;
}
