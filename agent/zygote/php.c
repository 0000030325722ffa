/*
 * PHP's command line (8.4, not for threads) as a zygote.
 *
 * It stays in the fopen of its script: the modules are started and no request is. The child goes on from there by itself.
 * Arguments are put where php leaves its own for the request, as soon as that begins. At the end of the request everything
 * that a program can see has happened; what php does after that (every module is taken apart and unloaded) takes longer than
 * most programs, and the process ends instead.
 *
 * Both moments are calls that php makes through a table of functions which it exports (sapi_module). Where the arguments and
 * the exit code are it does not export: that is the layout of 8.4. Other versions are started anew for each run.
 */
#include "zygote.h"

#include <asm/unistd.h>

#define BOOTED_SCRIPT "main.php"
#define WEAK __attribute__((weak))

int fflush(void *file);
int strcmp(const char *a, const char *b);
size_t strlen(const char *s);
void *memcpy(void *to, const void *from, size_t n);
size_t malloc_usable_size(void *at);

struct mm_heap;
extern struct {
  const char *name, *pretty_name;
  int (*startup)(void *), (*shutdown)(void *);
  int (*activate)(void), (*deactivate)(void);
} sapi_module WEAK;
extern struct {
  char other[140];
  int argc;
  char **argv;
} sapi_globals WEAK;
extern struct {
  char other[428];
  int exit_status;
} executor_globals WEAK;
extern unsigned php_version_id(void) WEAK;
extern struct mm_heap *zend_mm_get_heap(void) WEAK;
extern void zend_mm_shutdown(struct mm_heap *heap, _Bool full, _Bool silent) WEAK;
extern size_t zend_memory_usage(_Bool real) WEAK;
extern void virtual_cwd_activate(void) WEAK;
extern void virtual_cwd_deactivate(void) WEAK;

/* ---- the ends of a request ---- */

static int (*real_activate)(void), (*real_deactivate)(void);
static int has_begun;
static int argc;
static char **argv;

static int activate(void) {
  has_begun = 1;
  if (sapi_globals.argc != 1) zygote_broken("arguments are not where they were");
  if (argv) {
    sapi_globals.argc = argc;
    sapi_globals.argv = argv;
  }
  return real_activate ? real_activate() : 0;
}

static _Noreturn void leave(int code) {
  hot_pages_learned();
  fflush(NULL);
  enter_exit(code);
}

/* Destructors, shutdown functions and output are done, streams are closed. Where there was no script, nothing has begun. */
static int deactivate(void) {
  int result = real_deactivate ? real_deactivate() : 0;
  if (has_begun) leave(executor_globals.exit_status);
  return result;
}

/* ---- hooks ---- */

static void prepare(void) {
  real_activate = sapi_module.activate;
  real_deactivate = sapi_module.deactivate;
  sapi_module.activate = activate;
  sapi_module.deactivate = deactivate;
}

/*
 * The secret that guards the lists of free memory is drawn anew, as php does between two requests. Nothing may be allocated
 * then: the name of the current folder is all there is.
 */
static void after_fork_child(void) {
  virtual_cwd_deactivate();
  zend_mm_shutdown(zend_mm_get_heap(), 0, 1);
  virtual_cwd_activate();
}

static int is_heap_empty(void) {
  virtual_cwd_deactivate();
  size_t used = zend_memory_usage(0);
  virtual_cwd_activate();
  return !used;
}

/* What php, and the libraries that it is linked with, look at only while they start. */
static const char *const boot_prefixes[] = {"PHPRC",    "PHP_INI_SCAN_DIR", "USE_ZEND_", "USE_TRACKED_", "ZEND_",
                                            "OPENSSL_", "SSL_",             "XML",       NULL};

/*
 * Where php keeps the name of its script. It has copied its arguments, so that it can write a title over them, and looks at
 * this one again when the script is open: another name can be put there, as far as there is room.
 */
static char *script;

static int fits(const struct program *p) {
  struct rd r = p->argv;
  struct str entry = rd_text(&r);
  return entry.n && entry.p[0] != '-' && entry.n < malloc_usable_size(script) && env_fits(p, boot_prefixes);
}

static void start_anew(const struct program *p) { zygote_start_anew("php", p); }

static void run(const struct program *p) {
  if (!fits(p)) start_anew(p);
  environ = texts_copy(p->env, p->nenv, 0);
  argv = texts_copy(p->argv, p->nargv, 0);
  memcpy(script, argv[0], strlen(argv[0]) + 1);
  argc = (int)p->nargv;
}

/* ---- the rehearsal ---- */

static const char rehearsed[] =
    "<?php\n"
    "final class Item { public function __construct(public int $n, private array $list = []) {}\n"
    "  public function sum(): int { return $this->n + array_sum($this->list); } }\n"
    "function read(): array { return array_map('intval', explode(' ', trim((string)fgets(STDIN)))); }\n"
    "$lines = array_filter(explode(\"\\n\", (string)file_get_contents('php://stdin')));\n"
    "$table = ['a' => 3, 'b' => 1]; ksort($table); usort($lines, fn($a, $b) => $a <=> $b);\n"
    "foreach ($table as $name => $n) printf(\"%s: %d %.2f\\n\", $name, (new Item($n, read()))->sum(), $n / 2);\n"
    "if (preg_match('/(\\d+) x/', '12 x', $found)) echo implode(',', $found), PHP_EOL;\n"
    "echo str_repeat('-', 3) . strlen('x') . count($argv), \"\\n\";\n";

static int rehearse(void) {
  if (rehearsal_folder(BOOTED_SCRIPT, rehearsed, sizeof rehearsed - 1)) return 0;
  return 1;
}

static const struct runtime_hooks forkable = {
    .prepare = prepare, .after_fork_child = after_fork_child, .rehearse = rehearse, .run = run};
static const struct runtime_hooks not_forkable = {.run = start_anew};

static int is_known(void) {
  const void *const needed[] = {
      &sapi_module, &sapi_globals, &executor_globals, (void *)(uintptr_t)php_version_id, (void *)(uintptr_t)zend_mm_get_heap,
      (void *)(uintptr_t)zend_mm_shutdown, (void *)(uintptr_t)zend_memory_usage, (void *)(uintptr_t)virtual_cwd_activate,
      (void *)(uintptr_t)virtual_cwd_deactivate};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
    if (!needed[i]) return 0;
  int is_copy = script < (char *)__builtin_frame_address(0); /* not what lies at the bottom of the stack */
  return php_version_id() / 100 == 804 && !strcmp(sapi_module.name, "cli") && is_copy && is_heap_empty();
}

EXPORT void *fopen(const char *path, const char *mode);
void *fopen(const char *path, const char *mode) {
  void *(*open)(const char *, const char *) = (void *(*)(const char *, const char *))(uintptr_t)dlsym(RTLD_NEXT, "fopen");
  if (zygote_arrives(path)) {
    script = (char *)(uintptr_t)path;
    zygote_stay(is_known() ? &forkable : &not_forkable);
  }
  return open(path, mode);
}
