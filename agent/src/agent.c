/*
 * PID 1 of a sandbox. Speaks with the host over stdin and stdout, holds one jail at a time:
 *
 *   idle --PREPARE--> waiting --START--> running --(program ends)--> idle
 *
 * The answer (EXIT) goes out before anything is cleaned up or made anew; where the program's runtime asks to exit, before the
 * kernel has taken it apart. KILL and deadlines only kill the jail's init; the ending is then seen like any other. End-of-file on
 * stdin: the host is gone, and so is everything here.
 */
#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

/*
 * How long the pipes of a killed jail may stay open. They close with its last process, unless a program has sent their
 * ends to itself through a socket that nobody reads: the jail's end is then seen by its init's.
 */
#define DRAIN_US 5000000u
#define STACK_BYTES (64u << 20)
/*
 * How long the host may learn later of what a program says, and from its start on this process, too: most that say something end
 * soon, and wake each of them up once.
 */
#define HOLD_US 2000u

static struct jail jail;
static bool waiting; /* a jail waits for a program */

static struct run {
  bool on, begun, ended;
  uint64_t started_us, begun_us, ended_us, deadline_us, drain_until_us;
  uint32_t wall_ms;
  uint64_t output_left;
  bool cut[2];
  uint8_t cause;
  int32_t exec_error;
  struct ended how;
} run;

static uint64_t flush_at_us; /* when frames are held */

/* What the program is to read and has not been given yet. */
static struct input {
  uint8_t *data;
  size_t size, done;
  bool live;    /* the host is told of what was passed on */
  bool follows; /* more of it may come */
} input;

uint64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

struct pollfd host_end(void) { return (struct pollfd){.fd = STDIN_FILENO, .events = POLLRDHUP}; }

void fault(const char *format, ...) {
  char text[1024];
  va_list ap;
  va_start(ap, format);
  vsnprintf(text, sizeof text, format, ap);
  va_end(ap);
  frames_send_text(MSG_FAULT, text);
  _exit(1);
}

/* It has just started: what it says will be found at its end, or when this is over. */
static bool is_quiet(void) { return !input.live && !run.ended && now_us() < run.started_us + HOLD_US; }

static void hold(uint8_t type, const void *payload, size_t n) {
  /* Somebody waits for each key that is echoed. That it begins has waited already. */
  if (!frames_held()) flush_at_us = input.live ? 0 : (type == MSG_STARTED ? run.started_us : now_us()) + HOLD_US;
  frames_hold(type, payload, n);
}

static void skip_texts(struct rd *r, uint32_t n) {
  for (uint32_t i = 0; i < n && !r->bad; i++) rd_text(r);
}

static void say_ready(bool ok, const char *why) {
  uint8_t say[1 + 4 + 1024];
  size_t n = strlen(why);
  if (n > 1024) n = 1024;
  say[0] = ok;
  wr_u32(say + 1, (uint32_t)n);
  memcpy(say + 5, why, n);
  frames_send(MSG_READY, say, 5 + n);
}

static void on_prepare(struct rd r) {
  struct str kind = rd_text(&r);
  struct jail_options options = {.disk_bytes = rd_u64(&r), .inodes = rd_u32(&r), .keep = rd_u8(&r) != 0};
  bool ahead = rd_u8(&r) != 0;
  options.columns = rd_u32(&r);
  options.rows = rd_u32(&r);
  struct command boot = {.nargv = rd_u32(&r)};
  boot.argv = r;
  skip_texts(&r, boot.nargv);
  boot.nenv = rd_u32(&r);
  boot.env = r;
  skip_texts(&r, boot.nenv);
  uint32_t nlayers = rd_u32(&r);
  struct rd layers = r;
  skip_texts(&r, nlayers);
  if (r.bad || r.left || !kind.n || !options.columns != !options.rows) fault("malformed PREPARE");
  if (options.columns && boot.nargv) fault("a terminal for a booted runtime"); /* it has looked at its pipes already */
  if (waiting) jail_end(&jail);
  waiting = false;
  char why[1024] = "";
  if (root_use(layers, nlayers)) {
    snprintf(why, sizeof why, "root file system: %s", strerror(errno));
    say_ready(false, why);
    return;
  }
  struct runtime *rt = NULL;
  if (boot.nargv && ahead) {
    runtime_end_any(); /* as a runtime of another kind would */
    options.ahead = &boot;
  } else if (boot.nargv && !(rt = runtime_get(kind, &boot, why, sizeof why))) {
    say_ready(false, why);
    return;
  }
  waiting = !jail_make(&jail, rt, &options, why, sizeof why);
  say_ready(waiting, why);
}

static void say_fed(size_t n) {
  uint8_t say[4];
  if (!input.live || !n) return;
  wr_u32(say, (uint32_t)n);
  frames_send(MSG_FED, say, sizeof say);
}

static void forget_input(void) {
  free(input.data);
  input.data = NULL;
  input.size = input.done = 0;
}

static void close_stdin(void) {
  if (jail.in >= 0) close(jail.in);
  jail.in = -1;
  forget_input();
}

static void feed_stdin(void) {
  size_t before = input.done, left = 0;
  while (input.done < input.size) {
    ssize_t k = write(jail.in, input.data + input.done, input.size - input.done);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0 && errno == EAGAIN) {
      say_fed(input.done - before);
      return;
    }
    if (k < 0) { /* the program does not want it */
      left = input.size - input.done;
      input.follows = false;
      break;
    }
    input.done += (size_t)k;
  }
  say_fed(input.done - before + left);
  if (input.follows)
    forget_input();
  else
    close_stdin();
}

/* The initial input may be more than STDIN_MAX; of what follows, the host sends no more than that ahead. */
static void on_stdin(const uint8_t *p, uint32_t n) {
  if (jail.in < 0 || !input.follows) {
    say_fed(n);
    return;
  }
  size_t left = input.size - input.done;
  if (n > STDIN_MAX) fault("more input than the program can have on its way");
  uint8_t *data = malloc(left + n + 1); /* one more: it may be nothing */
  if (!data) fault("no memory for stdin");
  if (left) memcpy(data, input.data + input.done, left);
  memcpy(data + left, p, n);
  forget_input();
  input.data = data;
  input.size = left + n;
  feed_stdin();
}

static void on_stdin_end(void) {
  static const uint8_t end_of_file = 4;
  if (jail.in < 0 || !input.follows) return;
  if (jail.terminal) {
    /* Typed, as by a person; the terminal stays open. Not counted: the host has not sent it. */
    ssize_t k = write(jail.in, &end_of_file, 1);
    (void)k; /* a terminal that is full has other things to be read first */
    return;
  }
  input.follows = false;
  feed_stdin();
}

static void on_signal(struct rd r) {
  uint32_t number = rd_u32(&r);
  if (r.bad || r.left || !number || number > 31) fault("malformed SIGNAL");
  pid_t group = jail.terminal && jail.out >= 0 ? terminal_foreground(jail.out) : jail.program;
  /*
   * 1 would be everybody. When the program is gone already and its number another's, that one is of this jail, too: nobody
   * else makes processes while it runs.
   */
  if (run.begun && !run.ended && group > 1) kill(-group, (int)number);
}

static void on_resize(struct rd r) {
  uint32_t columns = rd_u32(&r), rows = rd_u32(&r);
  if (r.bad || r.left) fault("malformed RESIZE");
  if (jail.terminal && jail.out >= 0) terminal_resize(jail.out, columns, rows);
}

/* All of both, at first in one go: who waits for it wakes once. */
static int send_both(int fd, struct iovec v[2]) {
  struct msghdr msg = {.msg_iov = v, .msg_iovlen = 2};
  while (v[0].iov_len + v[1].iov_len) {
    ssize_t k = sendmsg(fd, &msg, MSG_NOSIGNAL);
    if (k < 0 && errno == EINTR) continue;
    if (k <= 0) return -1;
    for (int i = 0; i < 2; i++) {
      size_t done = (size_t)k < v[i].iov_len ? (size_t)k : v[i].iov_len;
      v[i].iov_base = (char *)v[i].iov_base + done;
      v[i].iov_len -= done;
      k -= (ssize_t)done;
    }
  }
  return 0;
}

static void end_run(uint8_t cause) {
  /* What is found in the pipes after the end was printed before it. */
  if (run.cause == CAUSE_EXITED && (!run.ended || cause == CAUSE_OUTPUT)) run.cause = cause;
  jail_kill(&jail);
}

static void on_start(struct rd r) {
  if (!waiting) fault("START without a jail");
  run = (struct run){.on = true, .started_us = now_us()};
  run.wall_ms = rd_u32(&r);
  run.output_left = rd_u64(&r);
  input = (struct input){.live = rd_u8(&r) != 0};
  input.follows = input.live;
  struct str in = rd_str(&r);
  struct program program;
  if (r.bad || program_parse(&program, r.p, r.left)) fault("malformed START");
  waiting = false;
  run.deadline_us = run.started_us + (uint64_t)run.wall_ms * 1000u;
  input.size = in.n;
  if (in.n) {
    input.data = malloc(in.n);
    if (!input.data) fault("no memory for stdin");
    memcpy(input.data, in.p, in.n);
  }
  feed_stdin();
  uint8_t head[4];
  wr_u32(head, (uint32_t)r.left);
  /* A failure here means that the process died; its parent says how. */
  struct iovec both[2] = {{head, sizeof head}, {(void *)(uintptr_t)r.p, r.left}};
  if (send_both(jail.ctl, both)) end_run(CAUSE_LOST);
}

/*
 * Bytes from the process on its way to becoming the program: 'B' begins (with the time), 'E' did not work out. False when there
 * are none.
 */
static bool on_ctl(void) {
  uint8_t say[16];
  ssize_t k = recv(jail.ctl, say, sizeof say, MSG_DONTWAIT);
  if (k < 0 && (errno == EINTR || errno == EAGAIN)) return errno == EINTR;
  ssize_t i = 0;
  if (k >= i + 9 && say[i] == 'B') {
    struct rd r = rd_of(say + i + 1, 8);
    run.begun = true;
    run.begun_us = rd_u64(&r);
    run.deadline_us = run.begun_us + (uint64_t)run.wall_ms * 1000u;
    hold(MSG_STARTED, say + i + 1, 8);
    i += 9;
  }
  if (k >= i + 6 && say[i] == 'E') {
    struct rd r = rd_of(say + i + 2, 4);
    run.cause = CAUSE_EXEC;
    run.exec_error = (int32_t)rd_u32(&r);
    jail_kill(&jail);
  }
  if (k <= 0) {
    close(jail.ctl);
    jail.ctl = -1;
  }
  return k > 0;
}

/* Passes on what is there. False when nothing is. */
static bool on_output(int *fd, int which) {
  static uint8_t chunk[65536];
  ssize_t k = read(*fd, chunk, sizeof chunk);
  if (k < 0 && (errno == EINTR || errno == EAGAIN)) return errno == EINTR;
  if (k <= 0) {
    close(*fd);
    *fd = -1;
    return false;
  }
  size_t keep = (uint64_t)k > run.output_left ? (size_t)run.output_left : (size_t)k;
  if (keep) hold((uint8_t)(which ? MSG_STDERR : MSG_STDOUT), chunk, keep);
  run.output_left -= keep;
  if (keep < (size_t)k) {
    run.cut[which] = true;
    end_run(CAUSE_OUTPUT);
  }
  return true;
}

/* Nobody is left in the jail, or who is left does not count: what is in the pipes now is all there will ever be. */
static void on_jail_gone(void) {
  while (jail.out >= 0 && on_output(&jail.out, 0)) {
  }
  while (jail.err >= 0 && on_output(&jail.err, 1)) {
  }
  run.drain_until_us = 0;
}

static void program_ended(const struct ended *how) {
  while (jail.ctl >= 0 && on_ctl()) { /* how it began was said before */
  }
  run.ended = true;
  run.ended_us = now_us();
  run.drain_until_us = run.ended_us + DRAIN_US;
  run.how = *how;
  close_stdin();
  jail_kill(&jail);
}

static void on_status(void) {
  struct ended how;
  ssize_t k = read(jail.status, &how, sizeof how);
  if (k < 0 && errno == EINTR) return;
  jail.status_read = true;
  if (k != (ssize_t)sizeof how) {
    if (jail.runtime) {
      run.cause = CAUSE_LOST; /* the runtime itself is gone */
      runtime_end(jail.runtime);
      jail.runtime = NULL;
      jail.status = -1;
    } else if (run.cause == CAUSE_EXITED) {
      run.cause = CAUSE_LOST;
    }
    how = (struct ended){.status = SIGKILL};
  }
  program_ended(&how);
}

/* The most memory that a process has had so far, in bytes; 0 where it is gone. */
static uint64_t highest_memory(pid_t pid) {
  char path[32], text[4096];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t k = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
  if (fd >= 0) close(fd);
  text[k > 0 ? k : 0] = 0;
  /* Its name, which comes before, is the program's own choice; a line break in it is shown as `\\n`. */
  const char *line = strstr(text, "\nVmHWM:");
  return line ? strtoull(line + 7, NULL, 10) * 1024u : 0;
}

/*
 * The program has nothing more to say: whoever waits for it need not wait until the kernel has taken its memory apart, which is
 * a third of the time of a small program in a large runtime. Not on a terminal, where what was printed may still be on its way;
 * nor after a runtime that was booted ahead, whose memory only its parent can tell.
 */
static bool ends_now(const struct question *q) {
  if (!run.begun && jail.ctl >= 0) on_ctl();
  if (q->thread != jail.program || jail.terminal || jail.ahead) return false;
  if (!run.begun || run.ended || run.cause != CAUSE_EXITED) return false;
  struct ended how = {.status = q->code << 8, .max_rss_bytes = highest_memory(q->thread)};
  program_ended(&how);
  on_jail_gone();
  return true;
}

/* Somebody asks; or nobody is left who could. */
static void on_asks(short events) {
  struct question q;
  if (!(events & POLLIN)) {
    close(jail.asks);
    jail.asks = -1;
  } else if (asks_next(jail.asks, &q)) {
    if (q.exits && ends_now(&q)) return;
    if (!q.exits) spaces_forget();
    asks_go_on(jail.asks, &q);
  }
}

static void finish_run(void) {
  uint64_t begun = run.begun ? run.begun_us : run.ended_us;
  uint8_t say[1 + 4 + 4 * 8 + 2 + 4], *p = say;
  *p++ = run.cause;
  p = wr_u32(p, (uint32_t)run.how.status);
  p = wr_u64(p, run.ended_us - begun);
  p = wr_u64(p, run.how.user_us);
  p = wr_u64(p, run.how.system_us);
  p = wr_u64(p, run.how.max_rss_bytes);
  *p++ = run.cut[0];
  *p++ = run.cut[1];
  p = wr_u32(p, (uint32_t)run.exec_error);
  frames_send(MSG_EXIT, say, (size_t)(p - say));
  jail_end(&jail);
  run.on = false;
}

/* Processes in this sandbox, by /proc. */
static int count_processes(void) {
  DIR *d = opendir("/proc");
  if (!d) return -1;
  int n = 0;
  for (struct dirent *e; (e = readdir(d));) n += e->d_name[0] >= '1' && e->d_name[0] <= '9';
  closedir(d);
  return n;
}

static void on_probe(void) {
  char wrong[256] = "";
  if (!waiting) {
    snprintf(wrong, sizeof wrong, "no jail is waiting");
  } else {
    /* The agent, the jail's init, the process that waits, and the booted runtime, which is missed only by what forks from it. */
    int least = (runtime_alive() ? 4 : 3) + (jail.runtime && jail.runtime->is_guarded);
    int most = least + jail.ahead, found = count_processes();
    long residue = jail_residue();
    if (found < least || found > most)
      snprintf(wrong, sizeof wrong, "%d processes where %d belong", found, most);
    else if (residue)
      snprintf(wrong, sizeof wrong, "the work file system is not as it was made (%ld)", residue);
  }
  frames_send_text(MSG_PROBED, wrong);
}

static void on_collect(struct rd r) {
  uint64_t bytes = rd_u64(&r);
  uint32_t files = rd_u32(&r);
  if (r.bad || r.left) fault("malformed COLLECT");
  collect_work(waiting ? -1 : jail_work(), bytes, files);
}

static void on_frame(uint8_t type, const uint8_t *payload, uint32_t n) {
  bool for_program = type == MSG_KILL || (type >= MSG_STDIN && type <= MSG_RESIZE);
  if (run.on != for_program) {
    if (for_program) return; /* it has ended meanwhile */
    fault("frame %u while a program runs", type);
  }
  switch (type) {
    case MSG_PREPARE:
      on_prepare(rd_of(payload, n));
      return;
    case MSG_START:
      on_start(rd_of(payload, n));
      return;
    case MSG_KILL:
      end_run(CAUSE_KILLED);
      return;
    case MSG_STDIN:
      on_stdin(payload, n);
      return;
    case MSG_STDIN_END:
      on_stdin_end();
      return;
    case MSG_SIGNAL:
      on_signal(rd_of(payload, n));
      return;
    case MSG_RESIZE:
      on_resize(rd_of(payload, n));
      return;
    case MSG_PROBE:
      on_probe();
      return;
    case MSG_COLLECT:
      on_collect(rd_of(payload, n));
      return;
    case MSG_OUTPUTS:
      if (!outputs_send(waiting ? -1 : jail_work(), rd_of(payload, n))) fault("malformed OUTPUTS");
      return;
    case MSG_RENEW:
      if (waiting) jail_end(&jail);
      waiting = false;
      runtime_end_any();
      spaces_forget();
      return;
    default:
      fault("unknown frame %u", type);
  }
}

static void from_host(struct frames *in) {
  int k = frames_read(in, STDIN_FILENO);
  if (k == 0) _exit(0);
  if (k < 0) fault("cannot read from the host");
  uint8_t type;
  const uint8_t *payload;
  uint32_t n;
  while (frames_next(in, &type, &payload, &n)) {
    on_frame(type, payload, n);
    frames_drop(in);
  }
}

static int timeout_ms(void) {
  if (!run.on) return -1;
  uint64_t at = run.ended ? run.drain_until_us : run.deadline_us, now = now_us();
  if (frames_held() && flush_at_us < at) at = flush_at_us;
  if (is_quiet() && run.started_us + HOLD_US < at) at = run.started_us + HOLD_US;
  uint64_t ms = at <= now ? 0 : (at - now + 999u) / 1000u;
  return ms > INT_MAX ? INT_MAX : (int)ms;
}

/*
 * The nodes in /dev are the host's own: by their times and the like, which anybody may set who may write to them, one run would
 * speak to all others. Devices are written to all the same. Nobody here ever makes another.
 */
static int freeze_devices(void) {
  DIR *d = opendir("/dev");
  if (!d) return -1;
  int failed = 0;
  for (struct dirent *e; !failed && (e = readdir(d));) {
    struct statvfs is;
    char path[8 + sizeof e->d_name];
    snprintf(path, sizeof path, "/dev/%s", e->d_name);
    if (e->d_type == DT_LNK || !strcmp(e->d_name, "..")) continue;
    if (statvfs(path, &is)) failed = -1;
    /* What was forbidden before stays so: in a user namespace it may not be taken back. Not everything is a mount. */
    unsigned long flags = MS_REMOUNT | MS_BIND | MS_RDONLY | (is.f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC));
    if (!failed && mount(NULL, path, NULL, flags, NULL) && errno != EINVAL) failed = -1;
  }
  closedir(d);
  return failed;
}

int main(int argc, char **argv) {
  static struct frames in;
  compat = argc > 1 && !strcmp(argv[1], "--compat");
  signal(SIGPIPE, SIG_IGN);
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) && !compat) fault("private mounts: %s", strerror(errno));
  umask(0);
  if (terminal_place() && !compat) fault("terminals: %s", strerror(errno));
  if (freeze_devices() && !compat) fault("devices: %s", strerror(errno));
  /* Soft only: deep recursion is common in judged programs, and untouched stack costs nothing. */
  struct rlimit stack;
  if (!getrlimit(RLIMIT_STACK, &stack) && (stack.rlim_max == RLIM_INFINITY || stack.rlim_max >= STACK_BYTES)) {
    stack.rlim_cur = STACK_BYTES;
    setrlimit(RLIMIT_STACK, &stack);
  }
  uint8_t version[4];
  wr_u32(version, WIRE_VERSION);
  frames_send(MSG_HELLO, version, sizeof version);
  for (;;) {
    enum { HOST, STATUS, CTL, OUT, ERR, IN, INIT, ASKS, COUNT };
    struct pollfd p[COUNT];
    for (int i = 0; i < COUNT; i++) p[i] = (struct pollfd){.fd = -1};
    p[HOST] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
    if (run.on) {
      if (!run.ended) p[STATUS] = (struct pollfd){.fd = jail.status, .events = POLLIN};
      if (!is_quiet()) {
        p[CTL] = (struct pollfd){.fd = jail.ctl, .events = POLLIN};
        p[OUT] = (struct pollfd){.fd = jail.out, .events = POLLIN};
        p[ERR] = (struct pollfd){.fd = jail.err, .events = POLLIN};
      }
      if (run.ended) p[INIT] = (struct pollfd){.fd = jail.init_fd, .events = POLLIN};
      p[ASKS] = (struct pollfd){.fd = jail.asks, .events = POLLIN};
      if (input.data) p[IN] = (struct pollfd){.fd = jail.in, .events = POLLOUT};
    }
    if (poll(p, COUNT, timeout_ms()) < 0 && errno != EINTR) fault("poll: %s", strerror(errno));
    if (p[HOST].revents) from_host(&in);
    if (!run.on) continue;
    if (frames_held() && now_us() >= flush_at_us) frames_flush();
    if (p[ASKS].revents) on_asks(p[ASKS].revents);
    if (p[CTL].revents && jail.ctl >= 0) on_ctl();
    if (p[IN].revents && input.data) feed_stdin();
    if (p[OUT].revents && jail.out >= 0) on_output(&jail.out, 0);
    if (p[ERR].revents && jail.err >= 0) on_output(&jail.err, 1);
    if (p[INIT].revents) on_jail_gone();
    if (p[STATUS].revents && !run.ended) on_status();
    if (!run.ended && now_us() >= run.deadline_us) {
      end_run(CAUSE_WALL);
      run.deadline_us = now_us() + DRAIN_US; /* the kill is on its way: do not spin */
    }
    if (run.ended && ((jail.out < 0 && jail.err < 0) || now_us() >= run.drain_until_us)) finish_run();
  }
}
