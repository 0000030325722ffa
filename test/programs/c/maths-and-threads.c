#include <math.h>
#include <pthread.h>
#include <stdio.h>
static void *go(void *p) { *(double *)p = sqrt(*(double *)p); return p; }
int main(void) { double x = 2; pthread_t t; pthread_create(&t, 0, go, &x); pthread_join(t, 0); printf("%.6f\n", x); }
