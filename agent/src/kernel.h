/* Kernel ABI of messages on sockets, kept here since the headers of a libc are not those of an image's. */
#ifndef NEURON_KERNEL_H
#define NEURON_KERNEL_H

#include <stddef.h>

struct k_iovec {
  void *base;
  size_t n;
};
struct k_msghdr {
  void *name;
  int namelen;
  struct k_iovec *iov;
  size_t iovlen;
  void *control;
  size_t controllen;
  unsigned flags;
};
struct k_cmsghdr {
  size_t len;
  int level, type;
};
#define K_SOL_SOCKET 1
#define K_SCM_RIGHTS 1

#endif
