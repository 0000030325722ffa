#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "agent.h"

static uint32_t frame_length(const struct frames *f) {
  struct rd r = rd_of(f->buf, FRAME_HEADER);
  return rd_u32(&r);
}

int frames_read(struct frames *f, int fd) {
  size_t want = 65536;
  if (f->len >= FRAME_HEADER) {
    uint32_t n = frame_length(f);
    if (n > FRAME_MAX) return -1;
    if (FRAME_HEADER + n > f->len + want) want = FRAME_HEADER + n - f->len;
  }
  if (f->cap - f->len < want) {
    uint8_t *bigger = realloc(f->buf, f->len + want);
    if (!bigger) return -1;
    f->buf = bigger;
    f->cap = f->len + want;
  }
  ssize_t k = read(fd, f->buf + f->len, f->cap - f->len);
  if (k < 0) return errno == EINTR || errno == EAGAIN ? 1 : -1;
  f->len += (size_t)k;
  if (f->len >= FRAME_HEADER && frame_length(f) > FRAME_MAX) return -1;
  return k > 0;
}

bool frames_next(const struct frames *f, uint8_t *type, const uint8_t **payload, uint32_t *n) {
  if (f->len < FRAME_HEADER) return false;
  *n = frame_length(f);
  if (*n > f->len - FRAME_HEADER) return false;
  *type = f->buf[4];
  *payload = f->buf + FRAME_HEADER;
  return true;
}

void frames_drop(struct frames *f) {
  size_t whole = FRAME_HEADER + frame_length(f);
  memmove(f->buf, f->buf + whole, f->len - whole);
  f->len -= whole;
  /* A large program must not stay charged to this sandbox while it idles. */
  if (!f->len && f->cap > 1u << 20) {
    free(f->buf);
    *f = (struct frames){0};
  }
}

/* Frames that wait for others, so that the host wakes up once for all of them. */
static uint8_t held[8192];
static size_t held_bytes;

static void write_all(struct iovec *at, int left) {
  while (left) {
    ssize_t k = writev(STDOUT_FILENO, at, left);
    if (k < 0) {
      if (errno == EINTR) continue;
      _exit(2); /* nobody is listening: the sandbox ends with its agent */
    }
    while (left && (size_t)k >= at->iov_len) {
      k -= (ssize_t)at->iov_len;
      at++;
      left--;
    }
    if (left) {
      at->iov_base = (char *)at->iov_base + k;
      at->iov_len -= (size_t)k;
    }
  }
}

void frames_send(uint8_t type, const void *payload, size_t n) {
  uint8_t head[FRAME_HEADER];
  wr_u32(head, (uint32_t)n)[0] = type;
  struct iovec iov[3] = {{held, held_bytes}, {head, sizeof head}, {(void *)(uintptr_t)payload, n}};
  held_bytes = 0;
  write_all(iov, 3);
}

void frames_hold(uint8_t type, const void *payload, size_t n) {
  if (n > sizeof held - FRAME_HEADER || held_bytes > sizeof held - FRAME_HEADER - n) {
    frames_send(type, payload, n);
    return;
  }
  wr_u32(held + held_bytes, (uint32_t)n)[0] = type;
  memcpy(held + held_bytes + FRAME_HEADER, payload, n);
  held_bytes += FRAME_HEADER + n;
}

bool frames_held(void) { return held_bytes > 0; }

void frames_flush(void) {
  struct iovec iov = {held, held_bytes};
  held_bytes = 0;
  write_all(&iov, iov.iov_len > 0);
}

void frames_send_text(uint8_t type, const char *text) { frames_send(type, text, strlen(text)); }
