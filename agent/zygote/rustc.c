/*
 * Rust's compiler as a zygote.
 *
 * Half of what rustc takes for a small program is the loading of its libraries. So it stays between that and its main(), in the
 * C library's __libc_start_main: everything is loaded and relocated, nothing has been done. A child goes on from there by
 * itself, with the request's arguments; Rust takes them from main.
 *
 * What is done with it is what languages/rust/rustc does with a rustc that it starts, and what cannot be done here is left
 * to that. A shell still has something to say when its command was ended by a signal: here each rustc has a parent in its jail
 * that does the same, the guard. It is forked before there is a program, and does nothing until then.
 */
#include "zygote.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/mman.h>

#define WRAPPER "/usr/lib/neuron/rust/rustc"
#define LINKER "linker=/usr/lib/neuron/rust/cc"
#define STDERR_FILE "/tmp/.rustc"
#define LINKER_FAILED "linking with"
#define REHEARSED "main.rs"

#define STRINGS_MAX 1024
#define TEXT_MAX (256u << 10)
#define SIGINT 2
#define SIGPIPE 13

int on_exit(void (*last)(int status, void *data), void *data);
int fflush(void *file);
int execvp(const char *file, char *const *argv);
void *signal(int number, void *handler);
char *strsignal(int number);
char *strstr(const char *at, const char *what);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
void *memcpy(void *to, const void *from, size_t n);
void *memmem(const void *at, size_t n, const void *what, size_t size);

/* Shared by the guard and its rustc, which writes it: of one request. */
static struct request {
  int is_left_to_another; /* that one's last word is the last */
  char *plain[STRINGS_MAX], *fast[STRINGS_MAX], *env[STRINGS_MAX];
  size_t used;
  char text[TEXT_MAX];
} *request;

static int real_stderr = 2;

static _Noreturn void leave(int code) {
  for (;;) syscall(__NR_exit_group, (long)code);
}

/* ---- what is said at the end ---- */

/* The compiler without a word from here: what it says when it calls the linker itself. */
static _Noreturn void start_plain(void) {
  request->is_left_to_another = 1;
  if (real_stderr != 2) syscall(__NR_dup3, (long)real_stderr, 2L, 0L);
  signal(SIGPIPE, NULL);
  environ = request->env;
  execvp(request->plain[0], request->plain);
  leave(127);
}

static void say(const char *text, size_t n) {
  while (n) {
    long k = syscall(__NR_write, (long)real_stderr, text, n);
    if (k <= 0) return;
    text += k;
    n -= (size_t)k;
  }
}

static void pass_on_stderr(void) {
  long fd = syscall(__NR_openat, (long)AT_FDCWD, STDERR_FILE, (long)(O_RDONLY | O_NONBLOCK | O_CLOEXEC), 0L);
  long n = fd < 0 ? 0 : syscall(__NR_lseek, fd, 0L, 2L /* SEEK_END */);
  if (n <= 0) return;
  long at = syscall(__NR_mmap, NULL, n, (long)PROT_READ, (long)MAP_PRIVATE, fd, 0L);
  const char *text = (const char *)at;
  if ((at < 0 && at > -4096) || memmem(text, (size_t)n, LINKER_FAILED, sizeof LINKER_FAILED - 1)) start_plain();
  say(text, (size_t)n);
}

/* Last of what runs at the exit of rustc but for the destructors of its libraries, which take longer than they matter. */
static void last(int code, void *unused) {
  (void)unused;
  hot_pages_learned();
  fflush(NULL);
  pass_on_stderr();
  enter_exit(code);
}

/* ---- the guard ---- */

static _Noreturn void end_by(int number) {
  signal(number, NULL);
  syscall(__NR_kill, syscall(__NR_getpid), (long)number);
  leave(128 + number);
}

/* A shell says it where its command would have. */
static void say_how_it_ended(int number) {
  long fd = syscall(__NR_openat, (long)AT_FDCWD, STDERR_FILE, (long)(O_WRONLY | O_APPEND | O_CLOEXEC), 0L);
  if (fd >= 0) dprintf((int)fd, "%s\n", strsignal(number));
}

/* As a shell that has waited for it, and as the wrapper goes on then. */
static _Noreturn void guard(int pid) {
  syscall(__NR_close_range, (long)FD_CTL, (long)FD_LAST, 0L);
  int status = 0;
  while (syscall(__NR_wait4, (long)pid, &status, 0L, NULL) != pid) {
  }
  int number = status & 127;
  if (!number) leave(status >> 8 & 255);
  if (request->is_left_to_another) end_by(number);
  if (number != SIGINT && number != SIGPIPE) say_how_it_ended(number);
  pass_on_stderr();
  leave(128 + number);
}

static void inside(void) {
  long at = syscall(__NR_mmap, NULL, sizeof *request, (long)(PROT_READ | PROT_WRITE), (long)(MAP_SHARED | MAP_ANONYMOUS), -1L, 0L);
  if (at < 0 && at > -4096) zygote_broken("memory");
  request = (void *)at;
  int pid = fork();
  if (pid < 0) zygote_broken("fork");
  if (pid) guard(pid);
  syscall(__NR_setpgid, 0L, 0L); /* the program leads its process group, for who sends signals */
}

/* ---- the run ---- */

/* What the libraries look at while they are loaded; the compiler itself has looked at nothing. */
static const char *const boot_prefixes[] = {"GLIBCXX_", NULL};

/* What may make LLVM say something while it is taken apart; and arguments in a file, which may be the same. */
static int is_doubtful(const char *argument) { return argument[0] == '@' || strstr(argument, "llvm"); }

static int is_edition(const char *argument) { return !strcmp(argument, "--edition") || !strncmp(argument, "--edition=", 10); }

/* Copies `n` strings to the end of a list. 0, or -1 where there is no room. */
static int take_texts(char **list, struct rd r, uint32_t n) {
  uint32_t i = 0;
  while (list[i]) i++;
  if (n >= STRINGS_MAX - i) return -1;
  for (; n; n--) {
    struct str s = rd_text(&r);
    if (s.n >= TEXT_MAX - request->used) return -1;
    list[i] = request->text + request->used;
    memcpy(list[i++], s.p, s.n);
    request->used += (size_t)s.n + 1;
  }
  return 0;
}

static void add(char **list, const char *const *more) {
  while (*list) list++;
  while (*more) *list++ = (char *)(uintptr_t)*more++;
}

/* The commands for this request. False where it is not for this one. */
static int take(const struct program *p) {
  static const char *const name[] = {"rustc", NULL}, *const edition[] = {"--edition=2021", NULL},
                    *const level[] = {"-C", "opt-level=2", NULL}, *const linker[] = {"-C", LINKER, NULL};
  if (take_texts(request->env, p->env, p->nenv)) return 0;
  int has_edition = 0;
  struct rd argv = p->argv;
  for (uint32_t i = 0; i < p->nargv; i++) {
    const char *argument = text_copy(rd_text(&argv));
    if (is_doubtful(argument)) return 0;
    has_edition |= is_edition(argument);
  }
  char **const lists[] = {request->plain, request->fast};
  for (int i = 0; i < 2; i++) {
    add(lists[i], name);
    if (!has_edition) add(lists[i], edition);
    add(lists[i], level);
    if (lists[i] == request->fast) add(lists[i], linker);
    if (take_texts(lists[i], p->argv, p->nargv)) return 0;
  }
  return env_fits(p, boot_prefixes);
}

/* Descriptor 2 becomes a file. The real one is kept where no other program gets it. */
static int catch_stderr(void) {
  long flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
  long fd = syscall(__NR_openat, (long)AT_FDCWD, STDERR_FILE, flags, 0666L);
  if (fd < 0) return -1;
  long kept = syscall(__NR_fcntl, 2L, (long)F_DUPFD_CLOEXEC, 10L);
  if (kept < 0 || syscall(__NR_dup3, fd, 2L, 0L) < 0) return -1;
  real_stderr = (int)kept;
  return (int)syscall(__NR_close, fd);
}

static int argc;
static char **argv;

static void go_on_with(char **list) {
  argv = list;
  for (argc = 0; argv[argc];) argc++;
  on_exit(last, NULL);
}

static void run(const struct program *p) {
  if (!take(p) || catch_stderr()) {
    request->is_left_to_another = 1;
    zygote_start_anew(WRAPPER, p);
  }
  environ = request->env;
  go_on_with(request->fast);
}

/* ---- the rehearsal ---- */

/* Little, but some of all: what makes a compiler work long is no other code of it. */
static const char rehearsed[] =
    "struct Item { name: &'static str, n: i64 }\n"
    "trait Twice { fn twice(&self) -> i64; }\n"
    "impl Twice for Item { fn twice(&self) -> i64 { self.n * 2 } }\n"
    "fn find(items: &[Item], name: &str) -> Option<i64> { items.iter().find(|item| item.name == name).map(|item| item.n) }\n"
    "fn main() {\n"
    "    let items = [Item { name: \"a\", n: 1 }, Item { name: \"b\", n: 2 }];\n"
    "    for item in &items { println!(\"{}: {}\", item.name, item.twice()); }\n"
    "    match find(&items, \"b\") { Some(n) if n > 1 => println!(\"{n:?}\"), _ => {} }\n"
    "}\n";

/* Without the linker, which is another program. */
static int rehearse(void) {
  static char *list[] = {"rustc", "--edition=2021", "-C", "opt-level=2", "--emit=obj", REHEARSED, NULL};
  if (rehearsal_folder(REHEARSED, rehearsed, sizeof rehearsed - 1)) return 0;
  go_on_with(list);
  return 1;
}

/* ---- where it stays ---- */

static const struct runtime_hooks hooks = {.rehearse = rehearse, .inside = inside, .run = run, .is_guarded = 1};

typedef int (*start_fn)(void *main, int count, char **list, void (*init)(void), void (*fini)(void), void (*unload)(void), void *stack);

EXPORT int __libc_start_main(void *main, int count, char **list, void (*init)(void), void (*fini)(void), void (*unload)(void), void *stack);
int __libc_start_main(void *main, int count, char **list, void (*init)(void), void (*fini)(void), void (*unload)(void), void *stack) {
  start_fn start = (start_fn)(uintptr_t)dlsym(RTLD_NEXT, "__libc_start_main");
  if (zygote_arrives(list[0])) {
    zygote_forget("LD_BIND_NOW=");
    zygote_stay(&hooks);
    count = argc;
    list = argv;
  }
  return start(main, count, list, init, fini, unload, stack);
}
