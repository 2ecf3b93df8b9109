/* Fixed work that is timed: a line before it, and one after it with the times, the work done and its checksum. */
#include "probe.h"

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>

static u64 to_ns(struct timeval time) { return (u64)time.tv_sec * 1000000000u + (u64)time.tv_usec * 1000u; }

struct usage read_usage(void) {
  struct rusage own, children;
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &children);
  return (struct usage){
      .at = read_clock(CLOCK_MONOTONIC),
      .user = to_ns(own.ru_utime) + to_ns(children.ru_utime),
      .system = to_ns(own.ru_stime) + to_ns(children.ru_stime),
  };
}

void print_result(const char *label, struct usage start, struct usage end, u64 work, u64 checksum) {
  print_line("{\"isoscope\":\"result\",%s,\"start_ns\":%llu,\"end_ns\":%llu,\"user_ns\":%llu,\"system_ns\":%llu,"
             "\"work\":%llu,\"checksum\":\"%016llx\"}\n",
             label, (unsigned long long)start.at, (unsigned long long)end.at,
             (unsigned long long)(end.user - start.user), (unsigned long long)(end.system - start.system),
             (unsigned long long)work, (unsigned long long)checksum);
}

/* The line `begin` is what a hypervisor's CPU time is read at: a guest does not see what its emulation costs. */
void measure_kernel(const char *mode, const struct kernel *kernel, double scale) {
  char label[64];
  u64 work = (u64)((double)kernel->base_work * scale + 0.5);
  if (work == 0) work = 1;
  print_line("{\"isoscope\":\"begin\",\"kernel\":\"%s\"}\n", kernel->name);
  struct usage start = read_usage();
  u64 checksum = kernel->run(work);
  struct usage end = read_usage();
  snprintf(label, sizeof label, "\"mode\":\"%s\",\"kernel\":\"%s\"", mode, kernel->name);
  print_result(label, start, end, work, checksum);
}

void print_done(const char *mode) { print_line("{\"isoscope\":\"done\",\"mode\":\"%s\"}\n", mode); }

void fail_mode(const char *mode, const char *step) {
  int error = errno;
  print_line("{\"isoscope\":\"failed\",\"mode\":\"%s\",\"step\":\"%s\",\"errno\":%d,\"message\":\"%s\"}\n", mode, step,
             error, strerror(error));
  finish(1);
}
