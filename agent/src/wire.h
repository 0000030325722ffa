/*
 * Words of the protocol between host, agent, launcher and zygote, and a bounds-checked reader for them.
 *
 * A frame is: u32 payload length, u8 type, payload. Integers are little-endian. A `str` is u32 length and bytes.
 * Everything here is free of libc, so that the agent (static) and the zygote object (loaded into an image's own
 * runtime, whatever its libc) share it.
 */
#ifndef NEURON_WIRE_H
#define NEURON_WIRE_H

#include <stddef.h>
#include <stdint.h>

#define WIRE_VERSION 4u
#define FRAME_HEADER 5u
#define FRAME_MAX (64u << 20)
#define STDIN_MAX 65536u

/* host -> agent */
enum {
  /*
   * str kind, u64 disk bytes, u32 inodes, u8 keep (1: go on in the kept work folder), u8 ahead (1: the runtime below is booted
   * inside the jail, for one use; 0: it forks itself into jails), u32 columns, u32 rows (0: no terminal), strs runtime argv,
   * strs runtime env, strs layers of its root (topmost first; none: the image itself)
   */
  MSG_PREPARE = 1,
  /* u32 wall ms, u64 output bytes, u8 live (1: more input follows), str stdin, program (below) as the rest */
  MSG_START = 2,
  MSG_KILL = 3,
  MSG_PROBE = 4,
  /* ends the booted runtime; the next PREPARE boots anew */
  MSG_RENEW = 5,
  /* u64 most bytes, u32 most files: sends what the run before left in its work folder, which is kept */
  MSG_COLLECT = 6,
  /*
   * u64 most bytes of a file, u64 of all together, u32 most files, strs patterns: sends the files in that folder which fit a
   * pattern, the first ones by name
   */
  MSG_OUTPUTS = 7,
  /* These four are meant for a program that runs, and forgotten when it has ended meanwhile. */
  MSG_STDIN = 8,     /* bytes; no more than STDIN_MAX on their way at once, counted by FED */
  MSG_STDIN_END = 9, /* end of file; on a terminal, what is typed to say so */
  MSG_SIGNAL = 10,   /* u32 number: to the program's process group; on a terminal, to the one in its foreground */
  MSG_RESIZE = 11,   /* u32 columns, u32 rows of the terminal */
};

/* agent -> host */
enum {
  MSG_HELLO = 64,   /* u32 version */
  MSG_READY = 65,   /* u8 ok, str why not */
  MSG_STARTED = 66, /* u64 when, in us of CLOCK_MONOTONIC */
  MSG_STDOUT = 67,  /* bytes */
  MSG_STDERR = 68,  /* bytes */
  /* u8 cause, i32 wait status, u64 wall us, u64 user us, u64 system us, u64 max rss bytes, u8 stdout cut, u8 stderr cut, i32 errno of exec */
  MSG_EXIT = 69,
  MSG_PROBED = 70, /* str what is wrong, empty when nothing is */
  MSG_FAULT = 71,  /* str; the agent ends after it */
  /* Records in a row, cut anywhere: u8 executable, u32 length of the path, u32 size, path, content */
  MSG_COLLECTING = 72,
  MSG_COLLECTED = 73, /* u8: 1 when that was all there is, 0 when it cannot be told so */
  /* For OUTPUTS the records are: u8 1 when the content follows, u32 length of the path, u64 size, path, content */
  MSG_FED = 74,       /* u32: so many bytes of STDIN more have been passed on, or are not wanted any more */
};

/* Why a run ended. The first cause wins. */
enum {
  CAUSE_EXITED = 0,
  CAUSE_WALL = 1,
  CAUSE_OUTPUT = 2,
  CAUSE_KILLED = 3, /* the host said so */
  CAUSE_EXEC = 4,   /* the command could not be started */
  CAUSE_LOST = 5,   /* the jail died under it */
};

/*
 * A program, from the host through the agent to the process that becomes it:
 * u32 processes, u64 largest file, strs argv, strs env ("K=V"), u32 count of files, each: str path, str content; then u32 count of
 * executable files, each the same.
 * `strs` is u32 count and that many str.
 */

struct rd {
  const uint8_t *p;
  size_t left;
  int bad;
};

static inline struct rd rd_of(const void *p, size_t n) { return (struct rd){(const uint8_t *)p, n, 0}; }

static inline const uint8_t *rd_bytes(struct rd *r, size_t n) {
  if (r->bad || n > r->left) {
    r->bad = 1;
    return NULL;
  }
  const uint8_t *p = r->p;
  r->p += n;
  r->left -= n;
  return p;
}

static inline uint8_t rd_u8(struct rd *r) {
  const uint8_t *p = rd_bytes(r, 1);
  return p ? p[0] : 0;
}

static inline uint32_t rd_u32(struct rd *r) {
  const uint8_t *p = rd_bytes(r, 4);
  return p ? (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24 : 0;
}

static inline uint64_t rd_u64(struct rd *r) {
  uint64_t low = rd_u32(r);
  return low | (uint64_t)rd_u32(r) << 32;
}

struct str {
  const char *p;
  uint32_t n;
};

static inline struct str rd_str(struct rd *r) {
  uint32_t n = rd_u32(r);
  const uint8_t *p = rd_bytes(r, n);
  return p ? (struct str){(const char *)p, n} : (struct str){"", 0};
}

/* A str that a C string is made of: no NUL inside. */
static inline struct str rd_text(struct rd *r) {
  struct str s = rd_str(r);
  for (uint32_t i = 0; i < s.n; i++)
    if (!s.p[i]) r->bad = 1;
  return s;
}

static inline uint8_t *wr_u32(uint8_t *p, uint32_t v) {
  p[0] = (uint8_t)v;
  p[1] = (uint8_t)(v >> 8);
  p[2] = (uint8_t)(v >> 16);
  p[3] = (uint8_t)(v >> 24);
  return p + 4;
}

static inline uint8_t *wr_u64(uint8_t *p, uint64_t v) { return wr_u32(wr_u32(p, (uint32_t)v), (uint32_t)(v >> 32)); }

/* What the parent of a program (jail init or zygote) says when it ended. Same machine, so a plain struct. */
struct ended {
  int32_t status; /* as from wait4 */
  uint32_t pad;
  uint64_t user_us, system_us, max_rss_bytes;
};

/* What the agent asks of a zygote: one byte, with these descriptors beside it (SCM_RIGHTS). */
enum { ZFD_INIT = 0, ZFD_STDIN, ZFD_STDOUT, ZFD_STDERR, ZFD_CTL, ZFD_COUNT };

#endif
