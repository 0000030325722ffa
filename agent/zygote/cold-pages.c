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

/* What becomes a file's, how far that reaches, and what is to be left out. */
struct image {
  long file, end;
  const struct range *touched;
  uint32_t touched_count;
};

/* Puts `pages` pages at `at` into the file, and the file in their place. Those that are `nothing` yet are as they will be. */
static void replace(struct image *image, uintptr_t at, size_t pages, const uint8_t *nothing, long protection) {
  size_t n = pages * PAGE;
  if (syscall(__NR_ftruncate, image->file, image->end + (long)n) < 0) return;
  for (size_t i = 0; i < pages; i++) {
    if (nothing && nothing[i]) continue;
    long to = image->end + (long)(i * PAGE);
    if (syscall(__NR_pwrite64, image->file, at + i * PAGE, PAGE, to) != (long)PAGE) return;
  }
  syscall(__NR_mmap, at, n, protection, (long)(MAP_PRIVATE | MAP_FIXED), image->file, image->end);
  image->end += (long)n;
}

typedef void (*take_fn)(struct image *image, const struct mapping *m, uintptr_t at, size_t pages);

/* Shows `take` all data, up to 512 pages at a time, with what the kernel says of them in `entries`. In the end nobody can change it. */
static void make_image(struct image *image, take_fn take) {
  long pagemap = open_pagemap(), seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  image->file = syscall(__NR_memfd_create, "booted", (long)(MFD_CLOEXEC | MFD_ALLOW_SEALING));
  for (uint32_t i = 0; pagemap >= 0 && image->file >= 0 && i < mapping_count; i++) {
    const struct mapping *m = &mappings[i];
    size_t n;
    if (!is_data(m)) continue;
    for (uintptr_t at = m->pages.first; (n = look_at_pages(pagemap, &m->pages, at, entries)); at += n * PAGE)
      take(image, m, at, n);
  }
  if (image->file >= 0) {
    syscall(__NR_fcntl, image->file, (long)F_ADD_SEALS, seals);
    syscall(__NR_close, image->file);
  }
  if (pagemap >= 0) syscall(__NR_close, pagemap);
}

static void take_whole(struct image *image, const struct mapping *m, uintptr_t at, size_t pages) {
  size_t own = 0;
  for (size_t e = 0; e < pages; e++) {
    own += (size_t)is_own(entries[e]);
    is_nothing[e] = !m->is_of_file && !(entries[e] & (PAGE_PRESENT | PAGE_SWAPPED));
  }
  if (own) replace(image, at, pages, is_nothing, m->protection);
}

void cold_pages_trace(void) { make_image(&(struct image){.end = 0}, take_whole); }

static void leave_out_touched(const struct image *image, uintptr_t at, size_t pages) {
  for (uint32_t i = 0; i < image->touched_count; i++) {
    const struct range *touched = &image->touched[i];
    uintptr_t first = touched->first > at ? touched->first : at;
    for (; first < touched->end && first < at + pages * PAGE; first += PAGE) is_cold[(first - at) / PAGE] = 0;
  }
}

static void take_cold(struct image *image, const struct mapping *m, uintptr_t at, size_t pages) {
  for (size_t e = 0; e < pages; e++) is_cold[e] = (uint8_t)is_own(entries[e]);
  leave_out_touched(image, at, pages);
  for (size_t e = 0, run; e < pages; e += run ? run : 1) {
    for (run = 0; e + run < pages && is_cold[e + run]; run++) {
    }
    if (run >= LEAST_PAGES) replace(image, at + e * PAGE, run, NULL, m->protection);
  }
}

void cold_pages_set_apart(const struct range *touched, uint32_t count) {
  make_image(&(struct image){.touched = touched, .touched_count = count}, take_cold);
}
