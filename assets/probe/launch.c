/*
 * launch: starts one program and reports, with its own monotonic clock, when it was started, when it first spoke and
 * when it ended. A measuring process written in Node would add more time than the start it measures.
 *
 * Events are JSON lines on fd 3. The child's stdout passes through unchanged; stdin and stderr are the caller's own.
 */
#define _GNU_SOURCE
#include "execute.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#else
#include <libproc.h>
#include <mach/mach_time.h>
#define vfork fork
#endif
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

enum {
  EVENT_FD = 3,
  READ_SIZE = 64 * 1024,
  LINE_LIMIT = 64 * 1024,
  PENDING_LIMIT = 256 * 1024, /* stdout a slow reader has not taken: above it the child waits, as on a full pipe */
  MAX_CGROUPS = 32,
  EXIT_USAGE = 125,
  EXIT_NOT_STARTED = 127,
};

/* A grandchild may keep the pipe open for ever; after the child's death it is given this long. */
static const int64_t GRACE_NS = 100 * 1000 * 1000;

/* READY itself is always looked for in lines; --marker is what the start-up is timed by. */
static const char READY[] = "ISOSCOPE READY";
static const char PROTOCOL[] = "{\"isoscope\"";

struct options {
  const char *cgroups[MAX_CGROUPS];
  int cgroup_count;
  const char *directory;
  const char *marker;
  bool die_with_parent;
  char **program;
};

/* The handlers' view: the child to forward signals to, 0 before it exists and once it is reaped. */
static volatile sig_atomic_t child_pid;
static int wake_pipe[2] = {-1, -1};

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void fail_usage(const char *message) {
  fprintf(stderr,
          "launch: %s; usage: launch [--cgroup DIR]... [--chdir DIR] [--marker TEXT] [--die-with-parent] -- PROGRAM "
          "ARGS... (events on fd 3)\n",
          message);
  exit(EXIT_USAGE);
}

/* ---- Sinks: output that never blocks, so that a slow reader cannot delay or lose anything ---- */

struct sink {
  int fd;
  char *bytes;
  size_t start, end, capacity;
  bool closed; /* nobody reads any more: drop */
};

static struct sink output = {.fd = STDOUT_FILENO};
static struct sink events = {.fd = EVENT_FD};

static size_t count_pending(const struct sink *sink) { return sink->end - sink->start; }

static void make_room(struct sink *sink, size_t length) {
  if (sink->capacity - sink->end >= length) return;
  if (sink->start > 0) {
    memmove(sink->bytes, sink->bytes + sink->start, count_pending(sink));
    sink->end -= sink->start;
    sink->start = 0;
  }
  if (sink->capacity - sink->end >= length) return;
  sink->capacity = (sink->end + length) * 2;
  sink->bytes = realloc(sink->bytes, sink->capacity);
  if (!sink->bytes) fail_usage("out of memory");
}

static void append(struct sink *sink, const char *bytes, size_t length) {
  if (sink->closed) return;
  make_room(sink, length);
  memcpy(sink->bytes + sink->end, bytes, length);
  sink->end += length;
}

/*
 * One write that does not block. O_NONBLOCK would be set for everyone who shares the caller's stdout, so: sockets take
 * MSG_DONTWAIT, and a pipe that polls writable has room for PIPE_BUF bytes.
 */
static ssize_t write_without_blocking(int fd, const char *bytes, size_t length) {
  ssize_t sent = send(fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0 || errno != ENOTSOCK) return sent;
  struct pollfd ready = {.fd = fd, .events = POLLOUT};
  if (poll(&ready, 1, 0) == 0) {
    errno = EAGAIN;
    return -1;
  }
  return write(fd, bytes, length < PIPE_BUF ? length : PIPE_BUF);
}

static void flush_sink(struct sink *sink) {
  while (count_pending(sink) > 0) {
    ssize_t written = write_without_blocking(sink->fd, sink->bytes + sink->start, count_pending(sink));
    if (written > 0) {
      sink->start += (size_t)written;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return;
    } else if (errno != EINTR) {
      sink->closed = true;
      sink->start = sink->end;
    }
  }
  sink->start = sink->end = 0;
}

__attribute__((format(printf, 1, 2))) static void add_event(const char *format, ...) {
  char text[512];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(text, sizeof text, format, args);
  va_end(args);
  append(&events, text, (size_t)length);
}

/* ---- What the child has used so far ---- */

/*
 * CPU time of all threads of the process in ns, or -1. For QEMU this is what a kernel in the guest costs the host.
 * Linux brings a running thread of another process up to date only at its ticks and switches: late by up to a tick.
 */
static int64_t read_cpu_ns(pid_t pid) {
#ifdef __linux__
  clockid_t clock;
  struct timespec used;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return -1;
  return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
#else
  struct rusage_info_v2 used;
  mach_timebase_info_data_t base;
  if (proc_pid_rusage(pid, RUSAGE_INFO_V2, (rusage_info_t *)&used) != 0 || mach_timebase_info(&base) != 0) return -1;
  return (int64_t)((used.ri_user_time + used.ri_system_time) * base.numer / base.denom);
#endif
}

static void add_time_and_cpu(const char *event, int64_t at, pid_t pid) {
  int64_t cpu = read_cpu_ns(pid);
  add_event("{\"event\":\"%s\",\"at\":%lld,\"cpu\":", event, (long long)at);
  if (cpu < 0) add_event("null");
  else add_event("%lld", (long long)cpu);
}

/* ---- Reading the child's stdout: first byte, marker, lines ---- */

struct scanner {
  pid_t pid;
  bool any;
  const char *marker;
  size_t *fallback; /* Knuth, Morris, Pratt: where to go on in the marker after a mismatch */
  size_t matched;
  bool marked;
  char line[LINE_LIMIT];
  size_t length;
  bool overlong;
};

static void prepare_marker(struct scanner *scanner, const char *marker) {
  size_t length = strlen(marker);
  scanner->marker = marker;
  scanner->fallback = calloc(length, sizeof *scanner->fallback);
  if (!scanner->fallback) fail_usage("out of memory");
  for (size_t i = 1, k = 0; i < length; i++) {
    while (k > 0 && marker[i] != marker[k]) k = scanner->fallback[k - 1];
    if (marker[i] == marker[k]) k++;
    scanner->fallback[i] = k;
  }
}

static void scan_for_marker(struct scanner *scanner, const char *bytes, size_t count, int64_t at) {
  for (size_t i = 0; i < count && !scanner->marked; i++) {
    size_t k = scanner->matched;
    while (k > 0 && scanner->marker[k] != bytes[i]) k = scanner->fallback[k - 1];
    if (scanner->marker[k] == bytes[i]) k++;
    scanner->matched = k;
    scanner->marked = scanner->marker[k] == '\0';
  }
  if (scanner->marked) add_event("{\"event\":\"marker\",\"at\":%lld}\n", (long long)at);
}

/*
 * Is it one whole object, as far as a glance can tell? A guest's kernel may write into the middle of a line on the
 * same console, and what is embedded raw must not break the event that carries it.
 */
static bool looks_like_object(const char *text, size_t length) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < length; i++) {
    if ((unsigned char)text[i] < ' ') return false;
    if (in_string && text[i] == '\\') i++;
    else if (text[i] == '"') in_string = !in_string;
    else if (!in_string && text[i] == '{') depth++;
    else if (!in_string && text[i] == '}' && --depth == 0) return i == length - 1;
    if (depth == 0) return false;
  }
  return false;
}

static void report_protocol_line(struct scanner *scanner, const char *text, size_t length, int64_t at) {
  if (!looks_like_object(text, length)) return;
  add_time_and_cpu("line", at, scanner->pid);
  add_event(",\"line\":");
  append(&events, text, length);
  add_event("}\n");
}

/* Anywhere in the line: firmware leaves escape sequences and unfinished lines on a serial console. */
static void report_ready_line(struct scanner *scanner, int64_t at) {
  char *ready = memmem(scanner->line, scanner->length, READY, sizeof READY - 1);
  if (!ready) return;
  char *object = ready + sizeof READY; /* behind the space */
  char *end = scanner->line + scanner->length;
  add_time_and_cpu("ready", at, scanner->pid);
  add_event(",\"ready\":");
  if (object < end && looks_like_object(object, (size_t)(end - object))) append(&events, object, (size_t)(end - object));
  else add_event("null");
  add_event("}\n");
}

static void report_line(struct scanner *scanner, int64_t at) {
  if (scanner->length > 0 && scanner->line[scanner->length - 1] == '\r') scanner->length--;
  /* Behind other text as well: a guest's console leaves a login prompt without an end of line. */
  char *protocol = memmem(scanner->line, scanner->length, PROTOCOL, sizeof PROTOCOL - 1);
  char *end = scanner->line + scanner->length;
  if (protocol) report_protocol_line(scanner, protocol, (size_t)(end - protocol), at);
  else report_ready_line(scanner, at);
}

static void scan_for_lines(struct scanner *scanner, const char *bytes, size_t count, int64_t at) {
  while (count > 0) {
    const char *newline = memchr(bytes, '\n', count);
    size_t part = newline ? (size_t)(newline - bytes) : count;
    if (part > LINE_LIMIT - scanner->length) scanner->overlong = true;
    if (!scanner->overlong) {
      memcpy(scanner->line + scanner->length, bytes, part);
      scanner->length += part;
    }
    if (!newline) return;
    if (!scanner->overlong) report_line(scanner, at);
    scanner->overlong = false;
    scanner->length = 0;
    bytes += part + 1;
    count -= part + 1;
  }
}

static void scan(struct scanner *scanner, const char *bytes, size_t count, int64_t at) {
  if (!scanner->any) add_event("{\"event\":\"first_byte\",\"at\":%lld}\n", (long long)at);
  scanner->any = true;
  if (!scanner->marked) scan_for_marker(scanner, bytes, count, at);
  scan_for_lines(scanner, bytes, count, at);
}

/* ---- Signals ---- */

static void set_handler(int signal_number, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART | SA_NOCLDSTOP;
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, NULL);
}

static void forward_signal(int signal_number) {
  int saved_errno = errno;
  if (child_pid > 0) kill(child_pid, signal_number);
  else _exit(128 + signal_number);
  errno = saved_errno;
}

static void ignore_in_handler(int signal_number) { (void)signal_number; }

static void wake_up(int signal_number) {
  (void)signal_number;
  int saved_errno = errno;
  ssize_t ignored = write(wake_pipe[1], "", 1);
  (void)ignored;
  errno = saved_errno;
}

static void set_up_signals(void) {
  /* What is ignored stays ignored over exec, what has a handler does not: so nothing is left ignored here, and the
     child gets default dispositions without having to set them one by one before it runs. */
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN) set_handler(number, SIG_DFL);
  }
  set_handler(SIGPIPE, ignore_in_handler);
  set_handler(SIGTERM, forward_signal);
  set_handler(SIGINT, forward_signal);
  set_handler(SIGHUP, forward_signal);
}

/* ---- Dying with the parent ---- */

static bool is_reader_gone(int fd) {
  struct pollfd reader = {.fd = fd};
  return poll(&reader, 1, 0) > 0 && (reader.revents & (POLLERR | POLLHUP)) != 0;
}

static void die_with_parent(pid_t parent) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  /* The parent may have died before: then it is another by now, or nobody holds the other end of the events. */
  if (getppid() != parent || is_reader_gone(EVENT_FD)) raise(SIGKILL);
}

/* ---- Starting the child ---- */

struct failure {
  char step[8];
  int error;
};

static struct options options;
static char cgroup_files[MAX_CGROUPS][4096];
static pid_t launcher_pid;

static void report_failure(int fd, const char *step) {
  struct failure failure = {.error = errno};
  strncpy(failure.step, step, sizeof failure.step - 1);
  ssize_t ignored = write(fd, &failure, sizeof failure);
  (void)ignored;
  _exit(EXIT_NOT_STARTED);
}

/* In the child, which shares the launcher's memory until exec: system calls only. */
static void become_program(int stdout_fd, int failure_fd) {
#ifdef __linux__
  if (options.die_with_parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != launcher_pid) _exit(EXIT_NOT_STARTED);
  }
#endif
  if (options.directory && chdir(options.directory) != 0) report_failure(failure_fd, "chdir");
  dup2(stdout_fd, STDOUT_FILENO);
  signal(SIGTERM, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  signal(SIGHUP, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execute(options.program);
  report_failure(failure_fd, "exec");
}

/* vfork: no page tables are copied, and the launcher goes on only once the program runs. */
__attribute__((noinline)) static pid_t start_child(int stdout_fd, int failure_fd) {
  pid_t pid = vfork();
  if (pid == 0) become_program(stdout_fd, failure_fd);
  return pid;
}

static void make_pipe(int ends[2]) {
  if (pipe(ends) != 0) fail_usage(strerror(errno));
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
}

static void flush_blocking(struct sink *sink) {
  for (flush_sink(sink); count_pending(sink) > 0; flush_sink(sink)) {
    struct pollfd ready = {.fd = sink->fd, .events = POLLOUT};
    poll(&ready, 1, -1);
  }
}

static void exit_not_started(struct failure failure) {
  add_event("{\"event\":\"failed\",\"step\":\"%s\",\"errno\":%d,\"message\":\"%s\"}\n", failure.step, failure.error,
            strerror(failure.error));
  flush_blocking(&events);
  exit(EXIT_NOT_STARTED);
}

/*
 * The launcher itself moves, and the child is born there. Had the child to move, it would wait in the time that is
 * measured: a move takes a lock that waits for every CPU, 10 ms and more on a quiet machine.
 */
static void join_cgroups(void) {
  for (int i = 0; i < options.cgroup_count; i++) {
    int fd = open(cgroup_files[i], O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, "0", 1) != 1) exit_not_started((struct failure){"cgroup", errno});
    close(fd);
  }
}

/* Starts the program and returns the read end of its stdout. */
static int launch(pid_t *pid) {
  int stdout_pipe[2], failure_pipe[2];
  struct failure failure;
  sigset_t all, before;
  join_cgroups();
  make_pipe(stdout_pipe);
  make_pipe(failure_pipe);
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before); /* no handler may run in the child, where it would forward to itself */
  int64_t at = now_ns();
  *pid = start_child(stdout_pipe[1], failure_pipe[1]);
  if (*pid < 0) exit_not_started((struct failure){"fork", errno});
  child_pid = *pid;
  sigemptyset(&before);
  sigprocmask(SIG_SETMASK, &before, NULL);
  close(stdout_pipe[1]);
  close(failure_pipe[1]);
  if (read(failure_pipe[0], &failure, sizeof failure) == sizeof failure) exit_not_started(failure);
  close(failure_pipe[0]);
  add_event("{\"event\":\"spawned\",\"at\":%lld,\"pid\":%d}\n", (long long)at, (int)*pid);
  return stdout_pipe[0];
}

/* ---- Noticing the child's death ---- */

static int open_pidfd(pid_t pid) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, pid, 0);
#else
  (void)pid;
  return -1;
#endif
}

/* Before the child exists, because without pidfds (Linux before 5.3, macOS) SIGCHLD must be caught from the start. */
static bool prepare_death_watch(void) {
  int own = open_pidfd(getpid());
  if (own >= 0) {
    close(own);
    return true;
  }
  make_pipe(wake_pipe);
  fcntl(wake_pipe[0], F_SETFL, O_NONBLOCK);
  fcntl(wake_pipe[1], F_SETFL, O_NONBLOCK);
  set_handler(SIGCHLD, wake_up);
  return false;
}

/* Leaves the child a zombie: its CPU clock can still be read for the lines that are in the pipe. */
static bool is_dead(pid_t pid) {
  siginfo_t info = {0};
  return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
}

/* ---- The loop ---- */

struct run {
  pid_t pid;
  pid_t parent;
  int stdout_fd; /* -1 at its end */
  int death_fd;
  int64_t died_at; /* 0 while alive */
  int64_t owed;    /* bytes the child itself had written when it died: read whatever the grace period says */
  struct scanner scanner;
};

static bool wants_output(const struct run *run) {
  return run->stdout_fd >= 0 && (count_pending(&output) < PENDING_LIMIT || run->owed > 0);
}

static void read_output(struct run *run) {
  static char bytes[READ_SIZE];
  ssize_t count = read(run->stdout_fd, bytes, sizeof bytes);
  int64_t at = now_ns();
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    close(run->stdout_fd);
    run->stdout_fd = -1;
    run->owed = 0;
    return;
  }
  run->owed -= count;
  scan(&run->scanner, bytes, (size_t)count, at);
  append(&output, bytes, (size_t)count);
}

static void note_death(struct run *run) {
  int64_t at = now_ns();
  int waiting = 0;
  char byte;
  if (wake_pipe[0] >= 0) while (read(wake_pipe[0], &byte, 1) > 0) continue;
  if (!is_dead(run->pid)) return;
  run->died_at = at;
  if (run->stdout_fd >= 0 && ioctl(run->stdout_fd, FIONREAD, &waiting) == 0) run->owed = waiting;
}

static bool is_drained(const struct run *run) {
  if (run->died_at == 0) return false;
  return run->stdout_fd < 0 || (run->owed <= 0 && now_ns() - run->died_at >= GRACE_NS);
}

static int next_timeout_ms(const struct run *run) {
  if (run->died_at > 0 && run->stdout_fd < 0) return -1; /* only slow readers are left */
  if (run->died_at > 0 && now_ns() - run->died_at >= GRACE_NS) return 0;
  if (run->died_at > 0) return 1 + (int)((run->died_at + GRACE_NS - now_ns()) / 1000000);
#ifndef __linux__
  if (options.die_with_parent) return 200; /* no PR_SET_PDEATHSIG: look at the parent now and then */
#endif
  return -1;
}

static void wait_for_something(struct run *run) {
  struct pollfd fds[] = {
      {.fd = wants_output(run) ? run->stdout_fd : -1, .events = POLLIN},
      {.fd = run->died_at == 0 ? run->death_fd : -1, .events = POLLIN},
      {.fd = count_pending(&output) > 0 ? output.fd : -1, .events = POLLOUT},
      {.fd = count_pending(&events) > 0 ? events.fd : -1, .events = POLLOUT},
  };
  if (poll(fds, 4, next_timeout_ms(run)) < 0) return;
  if (fds[0].revents) read_output(run);
  if (fds[1].revents) note_death(run);
  flush_sink(&events);
  flush_sink(&output);
}

static const char *name_signal(int number) {
  static char other[16];
  static const struct {
    int number;
    const char *name;
  } names[] = {{SIGHUP, "SIGHUP"},   {SIGINT, "SIGINT"},   {SIGQUIT, "SIGQUIT"}, {SIGILL, "SIGILL"},
               {SIGTRAP, "SIGTRAP"}, {SIGABRT, "SIGABRT"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},
               {SIGKILL, "SIGKILL"}, {SIGUSR1, "SIGUSR1"}, {SIGSEGV, "SIGSEGV"}, {SIGUSR2, "SIGUSR2"},
               {SIGPIPE, "SIGPIPE"}, {SIGALRM, "SIGALRM"}, {SIGTERM, "SIGTERM"}, {SIGXCPU, "SIGXCPU"},
               {SIGXFSZ, "SIGXFSZ"}, {SIGSYS, "SIGSYS"}};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (names[i].number == number) return names[i].name;
  }
  snprintf(other, sizeof other, "SIG%d", number);
  return other;
}

static long long to_ns(struct timeval time) { return (long long)time.tv_sec * 1000000000 + (long long)time.tv_usec * 1000; }

/* Reaps the child, adds the exit event and returns the launcher's own exit code. */
static int report_exit(const struct run *run) {
  int status = 0;
  struct rusage used;
  while (wait4(run->pid, &status, 0, &used) < 0 && errno == EINTR) continue;
  child_pid = 0; /* from here a signal ends the launcher, which may still be waiting for a slow reader */
#ifdef __linux__
  long long maxrss = (long long)used.ru_maxrss * 1024;
#else
  long long maxrss = used.ru_maxrss;
#endif
  add_event("{\"event\":\"exit\",\"at\":%lld,", (long long)run->died_at);
  if (WIFSIGNALED(status)) add_event("\"code\":null,\"signal\":\"%s\",", name_signal(WTERMSIG(status)));
  else add_event("\"code\":%d,\"signal\":null,", WEXITSTATUS(status));
  add_event("\"user_ns\":%lld,\"system_ns\":%lld,\"maxrss_bytes\":%lld}\n", to_ns(used.ru_utime), to_ns(used.ru_stime),
            maxrss);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* To the end of a stream its reader may wait before it turns to the other one. */
static void close_when_flushed(struct sink *sink) {
  if (sink->fd < 0 || count_pending(sink) > 0) return;
  close(sink->fd);
  sink->fd = -1;
}

static void hand_over_the_rest(struct run *run) {
  if (run->stdout_fd >= 0) close(run->stdout_fd); /* a grandchild still holds the other end */
  run->stdout_fd = -1;
  flush_sink(&events);
  flush_sink(&output);
  for (;;) {
    close_when_flushed(&events);
    close_when_flushed(&output);
    if (events.fd < 0 && output.fd < 0) return;
    wait_for_something(run);
  }
}

static int follow(struct run *run) {
  while (!is_drained(run)) {
    wait_for_something(run);
#ifndef __linux__
    if (options.die_with_parent && getppid() != run->parent) {
      kill(run->pid, SIGKILL);
      raise(SIGKILL);
    }
#endif
  }
  int code = report_exit(run);
  hand_over_the_rest(run);
  return code;
}

/* ---- Command line ---- */

static const char *take_value(char **argv, int *index) {
  const char *value = argv[++*index];
  if (!value || !*value) fail_usage("an option lacks its value");
  return value;
}

static void add_cgroup(const char *directory) {
  if (options.cgroup_count == MAX_CGROUPS) fail_usage("too many cgroups");
  char *file = cgroup_files[options.cgroup_count++];
  if (snprintf(file, sizeof cgroup_files[0], "%s/cgroup.procs", directory) >= (int)sizeof cgroup_files[0])
    fail_usage("a cgroup's path is too long");
}

static void parse_arguments(char **argv) {
  options.marker = READY;
  int i = 1;
  for (; argv[i] && strcmp(argv[i], "--") != 0; i++) {
    if (strcmp(argv[i], "--cgroup") == 0) add_cgroup(take_value(argv, &i));
    else if (strcmp(argv[i], "--chdir") == 0) options.directory = take_value(argv, &i);
    else if (strcmp(argv[i], "--marker") == 0) options.marker = take_value(argv, &i);
    else if (strcmp(argv[i], "--die-with-parent") == 0) options.die_with_parent = true;
    else fail_usage("unknown option");
  }
  if (!argv[i] || !argv[i + 1]) fail_usage("no program given");
  options.program = argv + i + 1;
}

/* Otherwise a pipe of ours could become the child's fd 0, 1 or 2. */
static void open_missing_standard_fds(void) {
  int fd;
  while ((fd = open("/dev/null", O_RDWR)) >= 0 && fd <= STDERR_FILENO) continue;
  if (fd > STDERR_FILENO) close(fd);
}

int main(int argc, char **argv) {
  (void)argc;
  static struct run run; /* static: its line buffer is large */
  run.parent = getppid();
  if (fcntl(EVENT_FD, F_SETFD, FD_CLOEXEC) != 0) fail_usage("fd 3 is not open");
  parse_arguments(argv);
  open_missing_standard_fds();
  launcher_pid = getpid();
  set_up_signals();
  if (options.die_with_parent) die_with_parent(run.parent);
  prepare_marker(&run.scanner, options.marker);
  bool has_pidfd = prepare_death_watch();
  run.stdout_fd = launch(&run.pid);
  run.scanner.pid = run.pid;
  run.death_fd = has_pidfd ? open_pidfd(run.pid) : wake_pipe[0];
  if (has_pidfd) fcntl(run.death_fd, F_SETFD, FD_CLOEXEC);
  return follow(&run);
}
