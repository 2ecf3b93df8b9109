/* Processors and memory: how much is seen, and what the program's own cgroup allows of it. */
#include "facts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif

static void report_processors(void) {
#ifdef __linux__
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) print_number_fact("cpus", (u64)CPU_COUNT(&allowed));
  else print_unknown_fact("cpus", strerror(errno));
#else
  print_unknown_fact("cpus", "this system has no affinity");
#endif
  print_number_fact("cpus_online", (u64)sysconf(_SC_NPROCESSORS_ONLN));
}

#ifdef __linux__

/* Is it among the comma-separated names? "" is only in an empty list. */
static bool is_listed(const char *names, const char *wanted) {
  size_t length = strlen(wanted);
  if (length == 0) return names[0] == '\0';
  for (const char *name = names; name; name = strchr(name, ',') ? strchr(name, ',') + 1 : NULL) {
    if (strncmp(name, wanted, length) == 0 && (name[length] == ',' || name[length] == '\0')) return true;
  }
  return false;
}

/*
 * The folders that may hold the files of the process's own cgroup: first where /proc/self/cgroup says, then the mount
 * itself, because a container often has only its own part mounted and a path that is the host's.
 * `controller` is "" for cgroup v2.
 */
static bool read_cgroup_file(const char *controller, const char *file, char *text, size_t size) {
  char table[4096], path[1024];
  if (!read_text("/proc/self/cgroup", table, sizeof table)) return false;
  for (char *line = strtok(table, "\n"); line; line = strtok(NULL, "\n")) {
    char *names = strchr(line, ':'), *own = names ? strchr(names + 1, ':') : NULL;
    if (!own) continue;
    *own++ = '\0';
    names++;
    if (!is_listed(names, controller)) continue;
    const char *separator = names[0] ? "/" : "";
    snprintf(path, sizeof path, "/sys/fs/cgroup%s%s%s/%s", separator, names, strcmp(own, "/") == 0 ? "" : own, file);
    if (read_text(path, text, size)) return true;
    snprintf(path, sizeof path, "/sys/fs/cgroup%s%s/%s", separator, names, file);
    if (read_text(path, text, size)) return true;
  }
  return false;
}

/* In CPUs, with two decimals; "none" where all time may be used. */
static void report_cpu_quota(void) {
  char text[64], text_period[64], value[32], *rest;
  double quota, period;
  if (read_cgroup_file("", "cpu.max", text, sizeof text)) {
    /* "max 100000" is no number, and so no quota. */
    quota = strtod(text, &rest);
    period = strtod(rest, NULL);
  } else if (read_cgroup_file("cpu", "cpu.cfs_quota_us", text, sizeof text) &&
             read_cgroup_file("cpu", "cpu.cfs_period_us", text_period, sizeof text_period)) {
    quota = strtod(text, NULL);
    period = strtod(text_period, NULL);
  } else {
    print_unknown_fact("cpu_quota", "no cgroup says so");
    return;
  }
  if (quota <= 0 || period <= 0) snprintf(value, sizeof value, "none");
  else snprintf(value, sizeof value, "%.2f", quota / period);
  print_string_fact("cpu_quota", value);
}

/* In bytes; "none" where there is no limit, which cgroup v1 writes as a number larger than any machine. */
static void report_memory_limit(void) {
  char text[64];
  if (!read_cgroup_file("", "memory.max", text, sizeof text) &&
      !read_cgroup_file("memory", "memory.limit_in_bytes", text, sizeof text)) {
    print_unknown_fact("memory_limit", "no cgroup says so");
    return;
  }
  u64 limit = strtoull(text, NULL, 10);
  bool none = strcmp(text, "max") == 0 || limit >= (u64)1 << 60;
  print_string_fact("memory_limit", none ? "none" : text);
}

static void report_memory(void) {
  char text[512], value[64];
  if (read_text("/proc/meminfo", text, sizeof text) && find_field(text, "MemTotal:", value, sizeof value))
    print_number_fact("memory_total", strtoull(value, NULL, 10) * 1024);
  else print_unknown_fact("memory_total", "there is no /proc/meminfo");
}

#endif

void report_limits(void) {
  report_processors();
#ifdef __linux__
  report_cpu_quota();
  report_memory();
  report_memory_limit();
#endif
}
