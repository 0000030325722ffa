/* What hot-pages.c and cold-pages.c share. */
#ifndef NEURON_PAGES_H
#define NEURON_PAGES_H

#include "zygote.h"

#define PAGE 4096ul
#define PAGE_PRESENT (1ull << 63)
#define PAGE_SWAPPED (1ull << 62)
#define PAGE_EXCLUSIVE (1ull << 56)
#define PAGE_OF_FILE (1ull << 61)

struct range {
  uintptr_t first, end;
  long advice; /* how to make its pages there; 0: they are there */
};

struct mapping {
  struct range pages; /* of a mapping that can be written to, MADV_POPULATE_WRITE */
  long protection;
  int is_of_file;
  int is_special; /* the stack, the kernel's own, or treated by forks in ways of its own */
};

/* Those that were private and readable before the rehearsal. */
extern struct mapping mappings[];
extern uint32_t mapping_count;

long open_pagemap(void);
/* Up to 512 pages of a mapping from `at` on, as the kernel sees them. 0 at its end, or where it does not tell. */
size_t look_at_pages(long pagemap, const struct range *r, uintptr_t at, uint64_t entries[512]);

/* ---- cold-pages.c ---- */

/* In the rehearsal: each page that it touches is one that it has by itself. */
void cold_pages_trace(void);
/* In the booted runtime: whatever the rehearsal did not touch (all but `touched`) children find only when they need it. */
void cold_pages_set_apart(const struct range *touched, uint32_t count);

#endif
