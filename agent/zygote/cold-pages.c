/*
 * Most of what a runtime has in memory when it is booted, a small program never looks at. Still each fork copies the page table
 * of all of it, and takes that apart at the end: half of what a fork of Node costs.
 *
 * The page table of a file's pages is not copied. So what the rehearsal did not touch is put into a file (memfd_create(2)) that
 * is mapped in its place, privately: nobody else has it, and it cannot be changed. A child that does need it finds it 16 pages
 * at a time.
 *
 * What it touches is traced in the same way. The child that rehearses has all of its memory in a file first.
 */
#include "pages.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/memfd.h>
#include <linux/mman.h>

/* A mapping of its own costs as much as this many pages. */
#define LEAST_PAGES 32

static uint64_t entries[512];
static uint8_t is_cold[512], is_nothing[512];

static int is_data(const struct mapping *m) { return !m->is_special && !(m->protection & PROT_EXEC); }

static int is_own(uint64_t entry) { return (entry & PAGE_PRESENT) && !(entry & PAGE_OF_FILE); }

/* Puts `pages` pages at `at` into the file, and the file in their place. Those that are `nothing` yet are as they will be. */
static void replace(long file, long *end, uintptr_t at, size_t pages, const uint8_t *nothing, long protection) {
  size_t n = pages * PAGE;
  if (syscall(__NR_ftruncate, file, *end + (long)n) < 0) return;
  for (size_t i = 0; i < pages; i++) {
    if (nothing && nothing[i]) continue;
    if (syscall(__NR_pwrite64, file, at + i * PAGE, PAGE, *end + (long)(i * PAGE)) != (long)PAGE) return;
  }
  syscall(__NR_mmap, at, n, protection, (long)(MAP_PRIVATE | MAP_FIXED), file, *end);
  *end += (long)n;
}

static long open_file(void) { return syscall(__NR_memfd_create, "", (long)(MFD_CLOEXEC | MFD_ALLOW_SEALING)); }

static void close_file(long file) {
  long seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  syscall(__NR_fcntl, file, (long)F_ADD_SEALS, seals);
  syscall(__NR_close, file);
}

void cold_pages_trace(void) {
  long pagemap = open_pagemap(), file = open_file(), end = 0;
  for (uint32_t i = 0; pagemap >= 0 && file >= 0 && i < mapping_count; i++) {
    const struct mapping *m = &mappings[i];
    size_t n;
    if (!is_data(m)) continue;
    for (uintptr_t at = m->pages.first; (n = look_at_pages(pagemap, &m->pages, at, entries)); at += n * PAGE) {
      size_t own = 0;
      for (size_t e = 0; e < n; e++) {
        own += (size_t)is_own(entries[e]);
        is_nothing[e] = !m->is_of_file && !(entries[e] & (PAGE_PRESENT | PAGE_SWAPPED));
      }
      if (own) replace(file, &end, at, n, is_nothing, m->protection);
    }
  }
  if (file >= 0) syscall(__NR_close, file);
  if (pagemap >= 0) syscall(__NR_close, pagemap);
}

static void leave_out(const struct range *touched, uint32_t count, uintptr_t at, size_t n) {
  for (uint32_t i = 0; i < count; i++) {
    uintptr_t first = touched[i].first > at ? touched[i].first : at;
    for (; first < touched[i].end && first < at + n * PAGE; first += PAGE) is_cold[(first - at) / PAGE] = 0;
  }
}

void cold_pages_set_apart(const struct range *touched, uint32_t count) {
  long pagemap = open_pagemap(), file = open_file(), end = 0;
  for (uint32_t i = 0; pagemap >= 0 && file >= 0 && i < mapping_count; i++) {
    const struct mapping *m = &mappings[i];
    size_t n;
    if (!is_data(m)) continue;
    for (uintptr_t at = m->pages.first; (n = look_at_pages(pagemap, &m->pages, at, entries)); at += n * PAGE) {
      for (size_t e = 0; e < n; e++) is_cold[e] = (uint8_t)is_own(entries[e]);
      leave_out(touched, count, at, n);
      for (size_t e = 0, run; e < n; e += run ? run : 1) {
        for (run = 0; e + run < n && is_cold[e + run]; run++) {
        }
        if (run >= LEAST_PAGES) replace(file, &end, at + e * PAGE, run, NULL, m->protection);
      }
    }
  }
  if (file >= 0) close_file(file);
  if (pagemap >= 0) syscall(__NR_close, pagemap);
}
