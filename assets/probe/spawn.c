/*
 * The mode `spawn`: starts this very program again and again, one after the other, and waits for each. A child's exit
 * code is the answer to a question that is put to it, so that the checksum shows that every one has really run.
 */
#include "probe.h"

#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program;

int answer_question(u64 question) { return (int)(mix(0x5851f42d4c957f2du, question) & 0x7f); }

static int ask_child(u64 question) {
  char text[24];
  snprintf(text, sizeof text, "%llu", (unsigned long long)question);
  pid_t pid = fork();
  if (pid < 0) fail_mode("spawn", "fork");
  if (pid == 0) {
    execv(program, (char *[]){(char *)program, "nothing", "--question", text, NULL});
    _exit(255);
  }
  int status;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) fail_mode("spawn", "wait");
  }
  return status;
}

static u64 run_processes(u64 work) {
  u64 hash = 0;
  for (u64 question = 0; question < work; question++) hash = mix(hash, (u64)ask_child(question));
  return hash;
}

static const struct kernel kernel = {"processes", run_processes, 150};

void run_spawn_mode(const struct options *options) {
  /* By the kernel's own link, which also works where the path it was started by is not there any more. */
  program = access("/proc/self/exe", X_OK) == 0 ? "/proc/self/exe" : options->program;
  /* As PID 1 it lets the kernel reap, and then there is nothing to wait for and no CPU time of children. */
  set_handler(SIGCHLD, SIG_DFL, 0);
  measure_kernel("spawn", &kernel, options->scale);
  if (getpid() == 1) set_handler(SIGCHLD, SIG_IGN, SA_NOCLDWAIT);
}
