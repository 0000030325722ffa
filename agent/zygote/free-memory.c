/*
 * A boot leaves many small pieces of free memory between what it has in use. A child that gets one of them writes to a page
 * that it shared before, and to another one for the next. Once all of them are taken, what children ask for comes from the
 * end of the heap, piece after piece.
 */
#include "zygote.h"

struct mallinfo2 {
  size_t others[9], end; /* free at the end of the heap */
};
struct mallinfo2 mallinfo2(void) __attribute__((weak)); /* glibc from 2.33 */
void *sbrk(intptr_t more);
void *malloc(size_t n);
void free(void *at);

/* Of malloc's pieces: all sizes are a multiple of it. */
#define STEP 16ul
#define LARGEST (64ul << 10)

void free_memory_take(void) {
  if (!mallinfo2) return;
  uintptr_t end = (uintptr_t)sbrk(0) - mallinfo2().end;
  for (size_t size = LARGEST; size; size -= STEP) {
    void *piece;
    while ((piece = malloc(size)) && (uintptr_t)piece < end) {
    }
    free(piece);
  }
}
