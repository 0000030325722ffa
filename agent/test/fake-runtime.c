/*
 * A runtime small enough to be built with sanitizers, zygote object included: it opens its script by name, as every
 * interpreter does, and does what the first line says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
  FILE *f = argc > 1 ? fopen(argv[1], "r") : NULL;
  if (!f) return 66;
  char line[256] = "";
  if (!fgets(line, sizeof line, f)) return 65;
  fclose(f);
  line[strcspn(line, "\n")] = 0;
  if (!strcmp(line, "cat")) {
    int c;
    while ((c = getchar()) != EOF) putchar(c);
    return 0;
  }
  if (!strcmp(line, "abort")) abort();
  if (!strcmp(line, "spin"))
    for (;;) {
    }
  puts(line);
  return 7;
}
