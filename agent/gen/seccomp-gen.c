/*
 * Writes the system-call filter of a run as a C array, at build time; and another one, which a booted runtime has that forks
 * itself into jails: its children still have to get there (enter.c forbids them the rest).
 *
 * An allow-list: what is not named gets ENOSYS, as on a kernel without it, so that libraries fall back; what is named
 * as forbidden gets EPERM. A search tree over ranges of numbers, so the cost is the depth of the tree (about eight
 * comparisons); kernels from 5.11 remember "always allowed" numbers and do not run it at all.
 */
#include <asm/unistd.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enter.h"

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#else
#error "no system-call table for this architecture"
#endif

#define MAX_NR 1024
enum rule { UNKNOWN, ALLOW, FORBID, DONE, CLONE, IOCTL, FCNTL, MSYNC, MKNOD, MKNODAT, SOCKET, SOCKETPAIR, PERSONALITY, PRCTL, PREADV2, ASK, EXIT };

static const int allowed[] = {
#include "seccomp-allowed.inc"
};

/* Known, and refused by name: the answer says "not permitted" rather than "no such call". */
static const int forbidden[] = {
#include "seccomp-forbidden.inc"
};

/*
 * Said to have worked without being done. Whatever a run can write to is in memory, so there is nothing to bring to a disk,
 * but sync(2) writes back every file system of the host, and fsync(2) of a read-only file makes its disk flush its cache.
 * Advice about a file of the image throws it out of the memory that all sandboxes share; who reads it next can be seen.
 */
static const int done[] = {__NR_sync, __NR_syncfs, __NR_fsync, __NR_fdatasync, __NR_sync_file_range, __NR_fadvise64};

/* What makes something in the IPC namespace. */
static const int asked[] = {__NR_msgget, __NR_semget, __NR_shmget, __NR_mq_open};

/* What a booted runtime's child does on its way into a jail, and no program may. */
static const int entering[] = {ENTERING};

static enum rule rules[MAX_NR];
static struct sock_filter out[4096];
static unsigned used;

static void emit(struct sock_filter f) {
  if (used == sizeof out / sizeof *out) abort();
  out[used++] = f;
}
#define STMT(code, k) emit((struct sock_filter)BPF_STMT(code, k))
#define JUMP(code, k, t, f) emit((struct sock_filter)BPF_JUMP(code, k, t, f))
#define RET_ALLOW STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
/* The agent is told first, and then it is allowed: see src/asks.c. */
#define RET_ASK STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF)
#define RET_ERRNO(e) STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (e))
#define LOAD_ARG(i) STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offsetof(struct seccomp_data, args[i])))

/* Allow when the low half of argument `i` is one of `values`. */
static void one_of(int i, const uint32_t *values, unsigned n, int otherwise) {
  LOAD_ARG(i);
  for (unsigned k = 0; k < n; k++) JUMP(BPF_JMP | BPF_JEQ | BPF_K, values[k], (uint8_t)(n - k), 0);
  RET_ERRNO((uint32_t)otherwise);
  RET_ALLOW;
}

/* On to the answer unless argument `i` is `value`. The answer is one instruction long. */
static void unless(int i, uint32_t value, uint32_t answer) {
  LOAD_ARG(i);
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
  RET_ERRNO(answer);
  RET_ALLOW;
}

/*
 * Argument 0 is one of the families, argument 2 a protocol of it that a program has a use for. Argument 1 is no type that stands
 * for another family (PACKET), or whose first use makes the host load a module (DCCP).
 */
static void socket_rule(void) {
  LOAD_ARG(1);
  STMT(BPF_ALU | BPF_AND | BPF_K, 0xf);
  JUMP(BPF_JMP | BPF_JGE | BPF_K, 6, 0, 1);
  RET_ERRNO(ESOCKTNOSUPPORT);
  LOAD_ARG(0);
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 8, 0);   /* UNIX: any */
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 16, 5, 0);  /* NETLINK: ROUTE alone, which getifaddrs asks */
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 2, 1, 0);   /* INET */
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 10, 0, 6);  /* INET6 */
  LOAD_ARG(2);
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 6, 3, 0);   /* TCP */
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 17, 2, 0);  /* UDP */
  LOAD_ARG(2);
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2);
  RET_ASK;
  RET_ERRNO(EAFNOSUPPORT);
  RET_ERRNO(EPROTONOSUPPORT);
}

/* The mode of a new node: FIFO, socket, plain file. Devices need a capability that no run has, and are refused here again. */
static void mknod_rule(int mode_argument) {
  LOAD_ARG(mode_argument);
  STMT(BPF_ALU | BPF_AND | BPF_K, 0170000);
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0010000, 4, 0);
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0140000, 3, 0);
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0100000, 2, 0);
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
  RET_ERRNO(EPERM);
  RET_ALLOW;
}

static void leaf(enum rule rule) {
  switch (rule) {
    case ALLOW:
      RET_ALLOW;
      break;
    case FORBID:
      RET_ERRNO(EPERM);
      break;
    case CLONE:
      /*
       * No new namespaces of any kind: NEWNS NEWCGROUP NEWUTS NEWIPC NEWUSER NEWPID NEWNET. No PARENT: the child would be
       * a zygote's, which waits for others, and a jail cannot end before every process of it is reaped.
       */
      LOAD_ARG(0);
      JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x7e028000u, 0, 1);
      RET_ERRNO(EPERM);
      RET_ALLOW;
      break;
    case IOCTL:
      /*
       * TIOCSTI types into a terminal, TIOCLINUX pastes into one, TIOCCONS takes over the console, TIOCSETD gives a terminal
       * another line discipline: drivers for modems and radios, which the host would load for it.
       */
      LOAD_ARG(1);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x5412, 3, 0);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x541c, 2, 0);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x541d, 1, 0);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x5423, 0, 1);
      RET_ERRNO(EPERM);
      RET_ALLOW;
      break;
    case FCNTL:
      /* F_NOTIFY tells who else uses a folder of the root, which all sandboxes share. As on a kernel without it. */
      unless(1, 0x402, EINVAL);
      break;
    case MSYNC:
      /* MS_SYNC is fsync by another name; what is asked for otherwise has no effect on Linux. */
      LOAD_ARG(2);
      JUMP(BPF_JMP | BPF_JSET | BPF_K, 4, 0, 1);
      RET_ERRNO(0);
      RET_ALLOW;
      break;
    case DONE:
      RET_ERRNO(0);
      break;
    case MKNOD:
      mknod_rule(1);
      break;
    case MKNODAT:
      mknod_rule(2);
      break;
    case SOCKET:
      /*
       * UNIX, INET, INET6, NETLINK. Not VSOCK (reaches the hypervisor past any network namespace), ALG, and the rest; and
       * no protocol whose first use makes the host load a module (SCTP, DCCP, XFRM, netfilter and such).
       */
      socket_rule();
      break;
    case SOCKETPAIR:
      LOAD_ARG(0);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 1, 0); /* UNIX */
      RET_ERRNO(EAFNOSUPPORT);
      RET_ASK;
      break;
    case PERSONALITY: {
      /* Linux, with or without address randomisation (debuggers and sanitizers turn it off), and the query. */
      static const uint32_t values[] = {0, 0x0040000, 0xffffffffu};
      one_of(0, values, 3, EPERM);
      break;
    }
    case PRCTL:
      /*
       * PR_SET_MM rewrites what the kernel believes of a process; PR_SCHED_CORE keeps everybody else off the other half of a
       * core; PR_SET_SECCOMP, PR_SET_PTRACER: not needed.
       */
      LOAD_ARG(0);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, 35, 3, 0);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, 62, 2, 0);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, 22, 1, 0);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x59616d61, 0, 1);
      RET_ERRNO(EPERM);
      RET_ALLOW;
      break;
    case PREADV2:
      /* RWF_NOWAIT tells which pages of a file are in memory: of the shared image, what others have just used. */
      LOAD_ARG(5);
      JUMP(BPF_JMP | BPF_JSET | BPF_K, 8, 0, 1);
      RET_ERRNO(EOPNOTSUPP);
      RET_ALLOW;
      break;
    case ASK:
      RET_ASK;
      break;
    case EXIT:
      /*
       * Only where it is asked for: a signal may end any question with EINTR, which whoever does not expect it takes for the
       * end of the world.
       */
      LOAD_ARG(1);
      JUMP(BPF_JMP | BPF_JEQ | BPF_K, EXIT_IS_TOLD, 0, 1);
      RET_ASK;
      RET_ALLOW;
      break;
    default:
      RET_ERRNO(ENOSYS);
  }
}

struct range {
  int from; /* to the next one's from */
  enum rule rule;
};
static struct range ranges[MAX_NR + 1];

static void tree(int lo, int hi) {
  if (lo == hi) {
    leaf(ranges[lo].rule);
    return;
  }
  int mid = (lo + hi + 1) / 2;
  unsigned branch = used;
  JUMP(BPF_JMP | BPF_JGE | BPF_K, (uint32_t)ranges[mid].from, 0, 0);
  tree(lo, mid - 1);
  unsigned distance = used - branch - 1;
  if (distance <= 255) {
    out[branch].jt = (uint8_t)distance;
  } else {
    /* Over a long jump. What lies behind it only jumps within itself. */
    STMT(BPF_JMP | BPF_JA, 0);
    memmove(out + branch + 2, out + branch + 1, distance * sizeof *out);
    out[branch].jf = 1;
    out[branch + 1] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, distance);
  }
  tree(mid, hi);
}

static void set(int nr, enum rule rule) {
  if (nr < 0 || nr >= MAX_NR) abort();
  rules[nr] = rule;
}

static void set_all(void) {
  for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) set(allowed[i], ALLOW);
  for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
    if (rules[forbidden[i]] == ALLOW) {
      fprintf(stderr, "system call %d is both allowed and forbidden\n", forbidden[i]);
      exit(1);
    }
    set(forbidden[i], FORBID);
  }
  for (size_t i = 0; i < sizeof done / sizeof *done; i++) set(done[i], DONE);
  set(__NR_clone, CLONE);
  set(__NR_fcntl, FCNTL);
  set(__NR_msync, MSYNC);
#ifdef __NR_mknod
  set(__NR_mknod, MKNOD);
#endif
  set(__NR_mknodat, MKNODAT);
  set(__NR_ioctl, IOCTL);
  set(__NR_socket, SOCKET);
  set(__NR_socketpair, SOCKETPAIR);
  set(__NR_personality, PERSONALITY);
  set(__NR_prctl, PRCTL);
  set(__NR_preadv2, PREADV2);
  set(__NR_exit_group, EXIT);
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) set(asked[i], ASK);
  /* clone3's flags lie in memory where no filter can look: absent, so that libc falls back to clone. */
  set(__NR_clone3, UNKNOWN);
}

static void write_array(const char *name) {
  int n = 0;
  for (int nr = 0; nr < MAX_NR; nr++)
    if (!n || rules[nr] != ranges[n - 1].rule || rules[nr] > DONE) ranges[n++] = (struct range){nr, rules[nr]};
  ranges[n++] = (struct range){MAX_NR, UNKNOWN};

  used = 0;
  STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
  JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
  STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  /* The x32 numbers (bit 30) fall into the last range: ENOSYS. */
  tree(0, n - 1);

  printf("/* Made by seccomp-gen.c: %u instructions for %d ranges. */\n", used, n);
  printf("static const struct sock_filter %s[] = {\n", name);
  for (unsigned i = 0; i < used; i++) printf("  {0x%x, %u, %u, 0x%x},\n", out[i].code, out[i].jt, out[i].jf, out[i].k);
  printf("};\n");
}

int main(void) {
  set_all();
  write_array("seccomp_filter");
  for (size_t i = 0; i < sizeof entering / sizeof *entering; i++) set(entering[i], ALLOW);
  write_array("seccomp_entering_filter");
  return 0;
}
