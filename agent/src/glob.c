#include "glob.h"

static bool step(uint64_t *steps) {
  if (!*steps) return false;
  --*steps;
  return true;
}

/* The next name of a path, and where it ends. */
static struct str name_at(const char *path, size_t n, size_t *at) {
  size_t from = *at;
  while (*at < n && path[*at] != '/') ++*at;
  struct str name = {path + from, (uint32_t)(*at - from)};
  if (*at < n) ++*at;
  return name;
}

/* Past one character of UTF-8, or one byte of anything else. */
static uint32_t past_character(struct str s, uint32_t at) {
  at++;
  while (at < s.n && ((uint8_t)s.p[at] & 0xc0) == 0x80) at++;
  return at;
}

/* What a star has taken so far is enough, or it takes one byte more: only the last star ever needs to. */
static bool name_fits(struct str pattern, struct str name, uint64_t *steps) {
  if (name.n && name.p[0] == '.' && !(pattern.n && pattern.p[0] == '.')) return false;
  uint32_t p = 0, i = 0, star = UINT32_MAX, taken = 0;
  while (i < name.n) {
    if (!step(steps)) return false;
    if (p < pattern.n && pattern.p[p] == '*') {
      star = p++;
      taken = i;
    } else if (p < pattern.n && pattern.p[p] == '?') {
      p++;
      i = past_character(name, i);
    } else if (p < pattern.n && pattern.p[p] == name.p[i]) {
      p++;
      i++;
    } else if (star != UINT32_MAX) {
      p = star + 1;
      i = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.n && pattern.p[p] == '*') p++;
  return p == pattern.n;
}

static bool any_folders(struct str name) { return name.n == 2 && name.p[0] == '*' && name.p[1] == '*'; }

bool glob_fits(struct str pattern, const char *path, size_t n, uint64_t *steps) {
  struct str names[GLOB_DEPTH_MAX + 1];
  unsigned count = 0;
  for (size_t at = 0; at < n; count++) {
    if (count > GLOB_DEPTH_MAX) return false;
    names[count] = name_at(path, n, &at);
  }
  /* Bit i: what was seen of the pattern fits the first i names. */
  uint64_t fits = 1;
  for (size_t at = 0; at < pattern.n && fits;) {
    struct str wanted = name_at(pattern.p, pattern.n, &at);
    uint64_t next = any_folders(wanted) ? fits : 0;
    for (unsigned i = 0; i < count; i++) {
      if (!step(steps)) return false;
      if (any_folders(wanted)) {
        if (next >> i & 1 && names[i].n && names[i].p[0] != '.') next |= UINT64_C(2) << i;
      } else if (fits >> i & 1 && name_fits(wanted, names[i], steps)) {
        next |= UINT64_C(2) << i;
      }
    }
    fits = next;
  }
  return fits >> count & 1;
}
