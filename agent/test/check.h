/* A group of checks in one program: counts, prints what fails, ends with the line that run.sh adds up. */
#ifndef NEURON_CHECK_H
#define NEURON_CHECK_H

#include <stdarg.h>
#include <stdio.h>

static unsigned check_passed, check_failed;

__attribute__((format(printf, 2, 3))) static void check(int ok, const char *format, ...) {
  if (ok) {
    check_passed++;
    return;
  }
  check_failed++;
  va_list ap;
  va_start(ap, format);
  fputs("FAILED: ", stdout);
  vprintf(format, ap);
  putchar('\n');
  va_end(ap);
}

static int check_done(const char *group) {
  printf("%s: %u passed, %u failed\n", group, check_passed, check_failed);
  return check_failed != 0;
}

#endif
