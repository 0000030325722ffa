/*
 * Fuzzes framing and program layout for a bounded time. With libFuzzer where the compiler has it; else by a small loop of
 * its own that mutates good samples, so that any compiler with sanitizers will do.
 */
#include "parse-targets.h"

#include <stdio.h>
#include <time.h>

_Noreturn void fault(const char *format, ...) {
  (void)format;
  abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  if (!n) return 0;
  size_t half = n > 2 ? data[1] % (n - 1) : 0;
  if (half) try_glob(data + 1, half, data + 1 + half, n - 1 - half, 10000);
  if (data[0] & 1)
    try_program(data + 1, n - 1);
  else
    try_frames(data + 1, n - 1, (size_t)(data[0] >> 1) + 1);
  return 0;
}

#ifndef LIBFUZZER
static uint64_t state = 0x9e3779b97f4a7c15u;

static uint32_t dice(uint32_t sides) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t)(state >> 32) % sides;
}

static const uint32_t words[] = {0, 1, 2, 3, 4, 5, 0x7f, 0x80, 0xff, 0x100, 1024, 1025, FRAME_MAX, FRAME_MAX + 1, 0x7fffffff, 0x80000000, 0xfffffffb, 0xffffffff};

static size_t grow(uint8_t *to, int frames) {
  uint8_t *p = to;
  *p++ = (uint8_t)(frames ? dice(128) << 1 : 1);
  if (frames) {
    for (uint32_t i = dice(6); i; i--) {
      uint32_t n = dice(40);
      p = wr_u32(p, n);
      for (uint32_t k = 0; k <= n; k++) *p++ = (uint8_t)dice(256);
    }
    return (size_t)(p - to);
  }
  p = wr_u64(wr_u32(p, dice(512)), dice(1u << 30));
  for (int list = 0; list < 3; list++) {
    uint32_t count = dice(4) + (list == 0);
    p = wr_u32(p, count);
    for (uint32_t i = 0; i < count * (list == 2 ? 2u : 1u); i++) {
      uint32_t n = dice(20) + 1;
      p = wr_u32(p, n);
      for (uint32_t k = 0; k < n; k++) *p++ = (uint8_t)(dice(255) + 1);
    }
  }
  return (size_t)(p - to);
}

static size_t mutate(uint8_t *data, size_t n, size_t cap) {
  for (uint32_t i = dice(4); i && n > 5; i--) {
    size_t at = dice((uint32_t)n);
    switch (dice(5)) {
      case 0: data[at] = (uint8_t)dice(256); break;
      case 1: if (at + 4 <= n) wr_u32(data + at, words[dice(sizeof words / sizeof *words)]); break;
      case 2: n = at + 1; break;
      case 3: memmove(data + at, data + at + 1, n - at - 1); n--; break;
      default: if (n < cap) { memmove(data + at + 1, data + at, n - at); n++; }
    }
  }
  return n;
}

int main(int argc, char **argv) {
  double seconds = argc > 1 ? atof(argv[1]) : 5;
  struct timespec begin, now;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  if (argc > 2) state = strtoull(argv[2], NULL, 10) | 1u;
  unsigned long rounds = 0;
  static uint8_t data[4096];
  do {
    for (int i = 0; i < 2000; i++, rounds++) {
      size_t n = mutate(data, grow(data, (int)dice(2)), sizeof data);
      LLVMFuzzerTestOneInput(data, n);
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
  } while ((double)(now.tv_sec - begin.tv_sec) + (double)(now.tv_nsec - begin.tv_nsec) / 1e9 < seconds);
  printf("%lu inputs\nfuzz: 1 passed, 0 failed\n", rounds);
  return 0;
}
#endif
