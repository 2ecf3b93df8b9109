/*
 * The mode `isolation`: what a program in here can find out about and reach of the machine outside, one line per fact.
 * Nothing is judged here: the process that has laid out the canaries compares.
 */
#include "facts.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

extern char **environ;

enum { CANARY_SIZE = 256, NETWORK_TIMEOUT_MS = 1000 };

static void report_file(const char *id, const char *path) {
  char text[1024];
  if (read_text(path, text, sizeof text)) print_string_fact(id, text);
  else print_unknown_fact(id, strerror(errno));
}

static void report_kernel(void) {
  struct utsname name;
  if (uname(&name) == 0) {
    print_string_fact("kernel", name.release);
    print_string_fact("hostname", name.nodename);
  }
  /* Drawn at random when a kernel boots: two programs that see the same are under the same kernel. */
  report_file("boot_id", "/proc/sys/kernel/random/boot_id");
}

/* The numbered folders of /proc; `canary` gets the pid of the process of that name, 0 when none is seen. */
static bool count_processes(const char *canary_name, u64 *count, long *canary) {
  DIR *directory = opendir("/proc");
  if (!directory) return false;
  *count = 0;
  *canary = 0;
  for (struct dirent *entry; (entry = readdir(directory));) {
    char path[300], name[64];
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    ++*count;
    snprintf(path, sizeof path, "/proc/%s/comm", entry->d_name);
    if (canary_name && read_text(path, name, sizeof name) && strcmp(name, canary_name) == 0) *canary = atol(entry->d_name);
  }
  closedir(directory);
  if (*count > 0) return true;
  errno = ENOENT; /* an empty folder, no process file system */
  return false;
}

/* The text itself is told: only who has read it knows it. Then through the root folder of a process that is seen. */
static void report_canary_file(const char *file, long canary) {
  char text[CANARY_SIZE], path[PATH_MAX];
  if (read_text(file, text, sizeof text)) {
    print_string_fact("canary_file", text);
    return;
  }
  const char *why = strerror(errno);
  snprintf(path, sizeof path, "/proc/%ld/root%s", canary, file);
  if (canary > 0 && read_text(path, text, sizeof text)) print_string_fact("canary_file_by_process", text);
  print_unknown_fact("canary_file", why);
}

static void report_processes(const struct options *options) {
  u64 count;
  long canary = 0;
  if (count_processes(options->canary_process, &count, &canary)) print_number_fact("processes", count);
  else print_unknown_fact("processes", strerror(errno));
  if (options->canary_process) print_number_fact("canary_process", (u64)canary);
  if (options->canary_file) report_canary_file(options->canary_file, canary);
}

static bool wait_for_socket(int fd, short events) {
  struct pollfd ready = {.fd = fd, .events = events};
  if (poll(&ready, 1, NETWORK_TIMEOUT_MS) == 1) return true;
  errno = ETIMEDOUT;
  return false;
}

/* Connects to 127.0.0.1 and reads what is said there. Returns false with errno set. */
static bool read_from_port(u64 port, char *text, size_t size) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return false;
  fcntl(fd, F_SETFL, O_NONBLOCK);
  int error = 0;
  socklen_t length = sizeof error;
  ssize_t got = -1;
  if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS) error = errno;
  else if (!wait_for_socket(fd, POLLOUT)) error = errno;
  else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0) {
    if (wait_for_socket(fd, POLLIN)) got = recv(fd, text, size - 1, 0);
    if (got < 0) error = errno;
  }
  close(fd);
  text[got > 0 ? got : 0] = '\0';
  errno = error;
  return got >= 0;
}

static void report_loopback(u64 port) {
  char text[CANARY_SIZE];
  if (read_from_port(port, text, sizeof text)) print_string_fact("loopback", text);
  else print_unknown_fact("loopback", strerror(errno));
}

/* "mnt:[4026531840] net:[…] …": equal numbers under one kernel are one namespace. */
static void report_namespaces(void) {
  static const char *const kinds[] = {"cgroup", "ipc", "mnt", "net", "pid", "user", "uts"};
  char list[512] = "";
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    char path[64], target[64];
    snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i]);
    ssize_t length = readlink(path, target, sizeof target - 1);
    size_t used = strlen(list);
    if (length <= 0) continue;
    target[length] = '\0';
    snprintf(list + used, sizeof list - used, "%s%s", used > 0 ? " " : "", target);
  }
  if (list[0]) print_string_fact("namespaces", list);
  else print_unknown_fact("namespaces", "the kernel does not tell");
}

static void report_rights(void) {
  static const char *const fields[][2] = {
      {"capabilities", "CapEff:"}, {"seccomp", "Seccomp:"}, {"no_new_privileges", "NoNewPrivs:"}};
  char status[4096], value[64];
  bool known = read_text("/proc/self/status", status, sizeof status);
  print_number_fact("uid", (u64)getuid());
  report_file("uid_map", "/proc/self/uid_map");
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
    if (known && find_field(status, fields[i][1], value, sizeof value)) print_string_fact(fields[i][0], value);
    else print_unknown_fact(fields[i][0], "the kernel does not tell");
  }
}

static void report_variable(const char *id, const char *name) {
  const char *value = getenv(name);
  if (value) print_string_fact(id, value);
  else print_unknown_fact(id, "not set");
}

/* Names only: a value may be a secret. */
static void report_variables(void) {
  char names[1024] = "";
  for (char **variable = environ; *variable; variable++) {
    size_t used = strlen(names), length = strcspn(*variable, "=");
    snprintf(names + used, sizeof names - used, "%s%.*s", used > 0 ? " " : "", (int)length, *variable);
  }
  print_string_fact("variables", names);
  report_variable("path", "PATH");
  report_variable("virtual_env", "VIRTUAL_ENV");
}

void run_isolation_mode(const struct options *options) {
  report_kernel();
  report_processes(options);
  if (options->loopback_port > 0) report_loopback(options->loopback_port);
  report_namespaces();
  report_limits();
  report_rights();
  report_devices();
  report_variables();
}
