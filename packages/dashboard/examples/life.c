// Conway's game of life: a glider crosses a small torus.
#include <stdio.h>
#include <string.h>

enum { HEIGHT = 12, WIDTH = 28, STEPS = 24 };

static char now[HEIGHT][WIDTH], next[HEIGHT][WIDTH];

static int neighbours(int y, int x) {
    int count = 0;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            if (dy || dx) count += now[(y + dy + HEIGHT) % HEIGHT][(x + dx + WIDTH) % WIDTH];
    return count;
}

static void show(int step) {
    printf("step %d\n", step);
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) fputs(now[y][x] ? "■ " : "· ", stdout);
        putchar('\n');
    }
    putchar('\n');
}

int main(void) {
    const int glider[][2] = {{1, 2}, {2, 3}, {3, 1}, {3, 2}, {3, 3}};
    for (int i = 0; i < 5; i++) now[glider[i][0]][glider[i][1]] = 1;

    for (int step = 0; step <= STEPS; step++) {
        if (step % 8 == 0) show(step);
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++) {
                int count = neighbours(y, x);
                next[y][x] = count == 3 || (now[y][x] && count == 2);
            }
        memcpy(now, next, sizeof now);
    }
}
