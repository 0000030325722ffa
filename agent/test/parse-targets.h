/* The parsers of the agent, each made to read all that it was given, so that a sanitizer sees every byte touched. */
#ifndef NEURON_PARSE_TARGETS_H
#define NEURON_PARSE_TARGETS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../src/agent.h"
#include "../src/glob.h"

static volatile uint64_t touched;

static inline void touch(struct str s) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < s.n; i++) sum += (uint8_t)s.p[i];
  touched += sum;
}

static inline struct rd walk_files(struct rd r, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    struct str path = rd_text(&r);
    if (!path.n || path.n > 1024 || path.p[0] == '/' || memchr(path.p, 0, path.n)) abort();
    touch(path);
    touch(rd_str(&r));
  }
  if (r.bad) abort();
  return r;
}

/* What the launcher, the zygotes and enter_wait do with a program that program_parse has let through. */
static inline void walk_program(const struct program *p) {
  struct rd r = p->argv;
  for (uint32_t i = 0; i < p->nargv; i++) touch(rd_text(&r));
  if (r.bad) abort();
  r = p->env;
  for (uint32_t i = 0; i < p->nenv; i++) touch(rd_text(&r));
  if (r.bad) abort();
  walk_files(p->files, p->nfiles);
  r = walk_files(p->executables, p->nexecutables);
  if (r.left) abort();
}

/* 0 when it is a program. On a copy of exactly that size, so that one byte too far is seen. */
static inline int try_program(const uint8_t *data, size_t n) {
  uint8_t *copy = malloc(n ? n : 1);
  if (!copy) abort();
  if (n) memcpy(copy, data, n);
  struct program p;
  int bad = program_parse(&p, copy, n);
  if (!bad) walk_program(&p);
  free(copy);
  return bad;
}

/* Matches on copies of exactly those sizes. */
static inline bool try_glob(const uint8_t *pattern, size_t m, const uint8_t *path, size_t n, uint64_t steps) {
  char *copies[2] = {malloc(m ? m : 1), malloc(n ? n : 1)};
  if (!copies[0] || !copies[1]) abort();
  if (m) memcpy(copies[0], pattern, m);
  if (n) memcpy(copies[1], path, n);
  bool fits = glob_fits((struct str){copies[0], (uint32_t)m}, copies[1], n, &steps);
  free(copies[0]);
  free(copies[1]);
  return fits;
}

/* Feeds bytes to the framing, `piece` at a time. Returns the frames seen, or -1 when it refused the stream. */
static inline int try_frames(const uint8_t *data, size_t n, size_t piece) {
  struct frames f = {0};
  int fds[2], seen = 0;
  if (pipe(fds)) abort();
  for (size_t at = 0; at < n && seen >= 0;) {
    size_t k = n - at < piece ? n - at : piece;
    if (k > 32768) k = 32768;
    if (write(fds[1], data + at, k) != (ssize_t)k) abort();
    at += k;
    if (frames_read(&f, fds[0]) < 0) {
      seen = -1;
      break;
    }
    uint8_t type;
    const uint8_t *payload;
    uint32_t size;
    while (frames_next(&f, &type, &payload, &size)) {
      touch((struct str){(const char *)payload, size});
      touched += type;
      frames_drop(&f);
      seen++;
    }
  }
  close(fds[0]);
  close(fds[1]);
  free(f.buf);
  return seen;
}

#endif
