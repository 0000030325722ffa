/*
 * Times programs as a shell would start them by hand, and nothing else: vfork, exec, read the output to its end, wait.
 *
 *   spawn-timer [--root DIR] --work DIR --expect TEXT -- PROGRAM ARG... [-- PROGRAM ARG...]...
 *
 * Several programs run one after the other (compile, then run); the last one must print TEXT and all must exit 0.
 * With --root they run in that root file system, with DIR as its /work, in a mount namespace of this process that ends
 * with it. Commands on stdin, one a line, each answered by one line of nanoseconds and counts:
 *
 *   once               -> NS
 *   many P COUNT MS    -> DONE NS     P at a time until COUNT are done or MS have passed
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_STEPS 4

static const char *root_dir;
static const char *work_dir;
static const char *expected;
static char **steps[MOST_STEPS];
static int step_count;
static int null_fd;
/* What the service gives its programs. */
static char *environment[] = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/work",
                              "LANG=C.UTF-8", NULL};

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "spawn-timer: %s: %s\n", what, strerror(errno));
    exit(1);
}

static _Noreturn void wrong(const char *what)
{
    fprintf(stderr, "spawn-timer: %s\n", what);
    exit(1);
}

static long long now_ns(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void enter_root(void)
{
    char path[4096];
    if (unshare(CLONE_NEWNS) != 0) fail("unshare");
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) fail("making mounts private");
    snprintf(path, sizeof path, "%s/work", root_dir);
    if (mount(work_dir, path, NULL, MS_BIND, NULL) != 0) fail(path);
    snprintf(path, sizeof path, "%s/tmp", root_dir);
    if (mount("tmpfs", path, "tmpfs", 0, NULL) != 0) fail(path);
    snprintf(path, sizeof path, "%s/dev", root_dir);
    if (mount("/dev", path, NULL, MS_BIND, NULL) != 0) fail(path);
    snprintf(path, sizeof path, "%s/proc", root_dir);
    if (mount("proc", path, "proc", 0, NULL) != 0) fail(path);
}

static pid_t start(char **argv, int out_fd)
{
    pid_t pid = vfork();
    if (pid < 0) fail("vfork");
    if (pid > 0) return pid;
    /* The file system root and folder of a vforked child are its own. */
    if (root_dir && (chroot(root_dir) != 0 || chdir("/work") != 0)) _exit(126);
    if (dup2(null_fd, 0) < 0 || dup2(out_fd, 1) < 0) _exit(126);
    execve(argv[0], argv, environment);
    _exit(127);
}

static void run_step(char **argv, int is_last)
{
    char output[4096];
    size_t length = 0;
    int pipe_fds[2];
    if (pipe2(pipe_fds, O_CLOEXEC) != 0) fail("pipe");
    pid_t pid = start(argv, pipe_fds[1]);
    close(pipe_fds[1]);
    for (;;) {
        ssize_t n = read(pipe_fds[0], output + length, sizeof output - length);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("read");
        if (n == 0) break;
        length += (size_t)n;
        if (length == sizeof output) wrong("more output than expected");
    }
    close(pipe_fds[0]);
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) fail("waitpid");
    if (status != 0) {
        fprintf(stderr, "spawn-timer: %s ended with status %d\n", argv[0], status);
        exit(1);
    }
    if (is_last && (length != strlen(expected) || memcmp(output, expected, length) != 0))
        wrong("the program printed something else than expected");
}

static void run_all(void)
{
    for (int i = 0; i < step_count; i++) run_step(steps[i], i == step_count - 1);
}

static void many(int parallel, long count, long ms)
{
    atomic_long *counters =
        mmap(NULL, 2 * sizeof *counters, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (counters == MAP_FAILED) fail("mmap");
    atomic_long *begun = &counters[0], *done = &counters[1];
    long long start = now_ns(), until = start + ms * 1000000LL;
    for (int i = 0; i < parallel; i++) {
        pid_t pid = fork();
        if (pid < 0) fail("fork");
        if (pid > 0) continue;
        while (now_ns() < until && atomic_fetch_add(begun, 1) < count) {
            run_all();
            atomic_fetch_add(done, 1);
        }
        _exit(0);
    }
    int status, bad = 0;
    while (wait(&status) > 0) bad |= status;
    if (bad) wrong("a parallel run failed");
    printf("%ld %lld\n", atomic_load(done), now_ns() - start);
    munmap(counters, 2 * sizeof *counters);
}

static void parse(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            if (i + 1 == argc || step_count == MOST_STEPS) wrong("no program, or too many");
            steps[step_count++] = &argv[i + 1];
            argv[i] = NULL;
        } else if (step_count == 0 && i + 1 < argc) {
            if (strcmp(argv[i], "--root") == 0) root_dir = argv[++i];
            else if (strcmp(argv[i], "--work") == 0) work_dir = argv[++i];
            else if (strcmp(argv[i], "--expect") == 0) expected = argv[++i];
            else wrong("unknown option");
        }
    }
    if (step_count == 0 || !work_dir || !expected) wrong("missing options");
}

int main(int argc, char **argv)
{
    char line[128];
    int parallel;
    long count, ms;
    parse(argc, argv);
    null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null_fd < 0) fail("/dev/null");
    if (root_dir) enter_root();
    else if (chdir(work_dir) != 0) fail(work_dir);
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (fgets(line, sizeof line, stdin)) {
        if (strcmp(line, "once\n") == 0) {
            long long start = now_ns();
            run_all();
            printf("%lld\n", now_ns() - start);
        } else if (sscanf(line, "many %d %ld %ld", &parallel, &count, &ms) == 3) {
            many(parallel, count, ms);
        } else {
            wrong("unknown command");
        }
    }
    return 0;
}
