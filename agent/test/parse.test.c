/* Framing and program layout: cut anywhere, lying about lengths and counts. Meant to be built with sanitizers. */
#include "check.h"
#include "parse-targets.h"

_Noreturn void fault(const char *format, ...) {
  (void)format;
  abort();
}

struct builder {
  uint8_t data[8192];
  size_t n;
};

static void put_u32(struct builder *b, uint32_t v) { b->n = (size_t)(wr_u32(b->data + b->n, v) - b->data); }
static void put_u64(struct builder *b, uint64_t v) { b->n = (size_t)(wr_u64(b->data + b->n, v) - b->data); }
static void put_bytes(struct builder *b, const void *p, size_t n) {
  put_u32(b, (uint32_t)n);
  memcpy(b->data + b->n, p, n);
  b->n += n;
}
static void put_text(struct builder *b, const char *s) { put_bytes(b, s, strlen(s)); }

/* Offsets of the counts and lengths in what `sample` builds. */
static size_t counts[4], lengths[10];

static struct builder sample(void) {
  struct builder b = {.n = 0};
  put_u32(&b, 64);
  put_u64(&b, 1u << 30);
  counts[0] = b.n;
  put_u32(&b, 2);
  lengths[0] = b.n;
  put_text(&b, "python3");
  lengths[1] = b.n;
  put_text(&b, "");
  counts[1] = b.n;
  put_u32(&b, 2);
  lengths[2] = b.n;
  put_text(&b, "A=b");
  lengths[3] = b.n;
  put_text(&b, "LANG=C.UTF-8");
  counts[2] = b.n;
  put_u32(&b, 2);
  lengths[4] = b.n;
  put_text(&b, "main.py");
  lengths[5] = b.n;
  put_bytes(&b, "print(1)\0\xff", 10);
  lengths[6] = b.n;
  put_text(&b, "a/b/c.txt");
  lengths[7] = b.n;
  put_text(&b, "");
  counts[3] = b.n;
  put_u32(&b, 1);
  lengths[8] = b.n;
  put_text(&b, "a.out");
  lengths[9] = b.n;
  put_text(&b, "\x7f" "ELF");
  return b;
}

static const uint32_t liars[] = {0, 1, 3, 4, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffb, 0xfffffffc, 0xffffffff};
#define LIARS (sizeof liars / sizeof *liars)

static void program_tests(void) {
  struct builder b = sample();
  check(try_program(b.data, b.n) == 0, "a good program is parsed");
  for (size_t n = 0; n < b.n; n++) check(try_program(b.data, n) != 0, "a program cut at byte %zu is refused", n);
  b.data[b.n] = 0;
  check(try_program(b.data, b.n + 1) != 0, "a byte too many is refused");

  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    for (size_t k = 0; k < LIARS; k++) {
      struct builder lie = sample();
      struct rd r = rd_of(lie.data + counts[i], 4);
      if (rd_u32(&r) == liars[k]) continue;
      wr_u32(lie.data + counts[i], liars[k]);
      check(try_program(lie.data, lie.n) != 0, "count %zu that says %u is refused", i, liars[k]);
    }
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
    for (size_t k = 0; k < LIARS; k++) {
      struct builder lie = sample();
      struct rd r = rd_of(lie.data + lengths[i], 4);
      if (rd_u32(&r) == liars[k]) continue;
      wr_u32(lie.data + lengths[i], liars[k]);
      check(try_program(lie.data, lie.n) != 0, "length %zu that says %u is refused", i, liars[k]);
    }

  static const size_t texts[] = {0, 2, 3, 4, 6, 8};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    struct builder nul = sample();
    nul.data[lengths[texts[i]] + 4 + 1] = 0;
    check(try_program(nul.data, nul.n) != 0, "NUL inside text %zu is refused", texts[i]);
  }
  struct builder content = sample();
  content.data[lengths[5] + 4] = 0;
  check(try_program(content.data, content.n) == 0, "NUL inside a file's content is fine");
  struct builder absolute = sample();
  absolute.data[lengths[4] + 4] = '/';
  check(try_program(absolute.data, absolute.n) != 0, "an absolute path is refused");

  for (int with = 0; with < 2; with++) {
    struct builder longest = {.n = 0};
    put_u32(&longest, 1);
    put_u64(&longest, 1);
    put_u32(&longest, 1);
    put_text(&longest, "x");
    put_u32(&longest, 0);
    put_u32(&longest, 1);
    char name[1025];
    memset(name, 'n', sizeof name);
    put_bytes(&longest, name, (size_t)1024 + (size_t)with);
    put_text(&longest, "");
    put_u32(&longest, 0);
    check((try_program(longest.data, longest.n) == 0) == !with, "a path of %d bytes is %s", 1024 + with, with ? "refused" : "fine");
  }
  struct builder empty = {.n = 0};
  put_u32(&empty, 1);
  put_u64(&empty, 1);
  for (int i = 0; i < 4; i++) put_u32(&empty, 0);
  check(try_program(empty.data, empty.n) != 0, "no command is refused");
}

static bool fits_within(const char *pattern, const char *path, uint64_t steps) {
  return try_glob((const uint8_t *)pattern, strlen(pattern), (const uint8_t *)path, strlen(path), steps);
}

static void glob_tests(void) {
  static const struct {
    const char *pattern, *path;
    bool fits;
  } rows[] = {
      {"a", "a", true},
      {"a", "b", false},
      {"a", "aa", false},
      {"a", "a/a", false},
      {"a/b", "a/b", true},
      {"a/b", "a", false},
      {"*", "a", true},
      {"*", "a/b", false},
      {"*/*", "a/b", true},
      {"*/*", "a", false},
      {"*.png", "x.png", true},
      {"*.png", ".png", false},
      {"*.png", "x.png.txt", false},
      {"*.png", "d/x.png", false},
      {"a*b*c", "aXbXbXc", true},
      {"a*b*c", "aXbXcX", false},
      {"*a", "aaa", true},
      {"***", "abc", true},
      {"?", "a", true},
      {"?", "", false},
      {"?", "ab", false},
      {"?", "\xc3\xbc", true},
      {"??", "\xc3\xbc", false},
      {"?", "\xff", true},
      {"?", "\n", true},
      {"*", "\xff\n\x01", true},
      {"*", ".hidden", false},
      {"?hidden", ".hidden", false},
      {".*", ".hidden", true},
      {".hidden", ".hidden", true},
      {"*/x", ".d/x", false},
      {".d/x", ".d/x", true},
      {"**", "a", true},
      {"**", "a/b/c", true},
      {"**", "a/.b/c", false},
      {"**/*", "a", true},
      {"**/*.c", "a/b/x.c", true},
      {"**/*.c", "x.c", true},
      {"**/*.c", "x.h", false},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/x/y/c", false},
      {"**/a/**/b", "a/x/a/y/b", true},
      {"a**", "ab", true},
      {"a**", "a/b", false},
      {"[ab]", "a", false},
      {"[ab]", "[ab]", true},
      {"\\*", "\\x", true},
      {"A", "a", false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    check(fits_within(rows[i].pattern, rows[i].path, 1000) == rows[i].fits, "%s %s %s", rows[i].pattern,
          rows[i].fits ? "fits" : "does not fit", rows[i].path);

  char deep[2 * 40];
  for (size_t i = 0; i < sizeof deep; i++) deep[i] = i % 2 ? '/' : 'd';
  for (unsigned names = 1; names <= 40; names++) {
    deep[2 * names - 1] = 0;
    check(fits_within("**", deep, 1000) == (names <= GLOB_DEPTH_MAX + 1), "a path of %u names", names);
    deep[2 * names - 1] = '/';
  }

  char slow[256], name[256];
  for (size_t i = 0; i < 254; i++) slow[i] = i % 2 ? 'a' : '*';
  slow[254] = 'b';
  slow[255] = 0;
  memset(name, 'a', 255);
  name[255] = 0;
  uint64_t steps = 1u << 20;
  bool fits = glob_fits((struct str){slow, 255}, name, 255, &steps);
  check(!fits && steps > (1u << 20) - 70000, "many stars take %u steps", (1u << 20) - (unsigned)steps);
  steps = 100;
  check(!glob_fits((struct str){slow, 255}, name, 255, &steps) && !steps, "and no more than they may");
  check(fits_within("a", "a", 2) && !fits_within("a", "a", 1), "without a step left nothing fits");
}

static size_t put_frame(uint8_t *to, uint8_t type, const void *payload, uint32_t n) {
  wr_u32(to, n)[0] = type;
  if (n) memcpy(to + FRAME_HEADER, payload, n);
  return FRAME_HEADER + n;
}

static void frame_tests(void) {
  static uint8_t stream[4 * 70000];
  static uint8_t big[70000];
  size_t n = put_frame(stream, 1, "abc", 3);
  n += put_frame(stream + n, 2, NULL, 0);
  size_t small = n;
  n += put_frame(stream + n, 3, big, sizeof big);
  n += put_frame(stream + n, 4, "z", 1);
  check(try_frames(stream, n, n) == 4, "frames arrive whole");
  check(try_frames(stream, small, 1) == 2, "frames arrive byte by byte");
  check(try_frames(stream, n, 4096) == 4, "frames arrive in pieces");
  for (size_t k = 0; k < small; k++) check(try_frames(stream, k, k ? k : 1) == (k >= 8), "cut at byte %zu", k);

  uint8_t head[FRAME_HEADER + 1] = {0};
  static const uint32_t too_large[] = {FRAME_MAX + 1, 0x7fffffff, 0x80000000, 0xfffffffa, 0xfffffffb, 0xfffffffc, 0xffffffff};
  for (size_t i = 0; i < sizeof too_large / sizeof *too_large; i++) {
    wr_u32(head, too_large[i]);
    check(try_frames(head, sizeof head, sizeof head) == -1, "a frame of %u bytes is refused", too_large[i]);
    check(try_frames(head, sizeof head, 1) == -1, "a frame of %u bytes is refused byte by byte", too_large[i]);
    uint8_t second[2 * FRAME_HEADER + 1] = {0};
    memcpy(second + FRAME_HEADER, head, sizeof head);
    check(try_frames(second, sizeof second, sizeof second) != 0, "also as the second frame (%u)", too_large[i]);
  }
  wr_u32(head, FRAME_MAX);
  check(try_frames(head, sizeof head, sizeof head) == 0, "the largest frame is waited for");
}

int main(void) {
  program_tests();
  glob_tests();
  frame_tests();
  return check_done("parse");
}
