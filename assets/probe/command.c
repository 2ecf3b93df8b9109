/*
 * The mode `run`: starts one command, waits for it and says what it cost. In a container it is the first process, so
 * it also reaps what the command leaves behind; when it ends, the kernel ends everything else in there with it.
 */
#include "execute.h"
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_NOT_STARTED = 127 }; /* as launch and the shells say it */

static const int forwarded[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};

/* 0 before it exists and once it is reaped, when its pid may be another's. */
static volatile sig_atomic_t command_pid;

static void forward(int signal_number) {
  int saved_errno = errno;
  if (command_pid > 0) kill((pid_t)command_pid, signal_number);
  errno = saved_errno;
}

/* On a line of its own, whatever the command wrote last. */
static int tell_failure(int number) {
  print_line("\n{\"isoscope\":\"failed\",\"message\":\"%s\"}\n", strerror(number));
  return EXIT_NOT_STARTED;
}

static u64 to_ns(struct timeval time) { return (u64)time.tv_sec * 1000000000u + (u64)time.tv_usec * 1000u; }

static int tell_end(int status, const struct rusage *usage) {
  int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  print_line("\n{\"isoscope\":\"exit\",\"code\":%d,\"user_ns\":%llu,\"system_ns\":%llu}\n", code,
             (unsigned long long)to_ns(usage->ru_utime), (unsigned long long)to_ns(usage->ru_stime));
  return code;
}

/* In the child. `notice` closes when the command has been started, and carries errno when it has not. */
static void become_command(const struct options *options, int notice, const sigset_t *mask) {
  sigprocmask(SIG_SETMASK, mask, NULL);
  if (!options->directory || chdir(options->directory) == 0) execute(options->command);
  int number = errno;
  ssize_t ignored = write(notice, &number, sizeof number);
  (void)ignored;
  _exit(EXIT_NOT_STARTED);
}

int run_command(const struct options *options) {
  sigset_t signals, mask;
  sigemptyset(&signals);
  for (size_t i = 0; i < sizeof forwarded / sizeof forwarded[0]; i++) {
    set_handler(forwarded[i], forward, SA_RESTART);
    sigaddset(&signals, forwarded[i]);
  }
  /* Ignored, as it may be inherited, it would leave nothing to wait for. */
  set_handler(SIGCHLD, SIG_DFL, 0);
  int notice[2];
  if (pipe(notice) != 0 || fcntl(notice[0], F_SETFD, FD_CLOEXEC) != 0 || fcntl(notice[1], F_SETFD, FD_CLOEXEC) != 0)
    return tell_failure(errno);
  /* A signal between fork and the note of the pid waits instead of being lost. */
  sigprocmask(SIG_BLOCK, &signals, &mask);
  pid_t pid = fork();
  if (pid < 0) return tell_failure(errno);
  if (pid == 0) become_command(options, notice[1], &mask);
  command_pid = pid;
  sigprocmask(SIG_SETMASK, &mask, NULL);
  close(notice[1]);
  int number = 0;
  ssize_t length;
  while ((length = read(notice[0], &number, sizeof number)) < 0 && errno == EINTR) continue;
  int status;
  struct rusage usage;
  for (;;) {
    pid_t ended = wait4(-1, &status, 0, &usage);
    if (ended == pid) break;
    if (ended < 0 && errno != EINTR) return tell_failure(errno);
  }
  command_pid = 0;
  return length == (ssize_t)sizeof number ? tell_failure(number) : tell_end(status, &usage);
}
