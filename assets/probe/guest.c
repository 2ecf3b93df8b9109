/*
 * guest: brings a run's program into a virtual machine with a whole distribution on its disk.
 *
 *   /init of the initramfs     loads modules, mounts the disk, puts what the initramfs carries into the new system's
 *                              /run/isoscope and hands over to the disk's own /sbin/init
 *   /run/isoscope/guest run    started by systemd when the system is up: starts the program with its output on a
 *                              virtio port, and powers off when the program ends by itself
 *
 * The initramfs carries /isoscope: this program, the probe, and `program`, `environment` and `directory`, strings that
 * each end in a NUL. So a run's program and arguments are on no disk, on no command line and in no shell. `directory`
 * has the place of the second disk, or nothing where there is none.
 */
#define _GNU_SOURCE
#include "modules.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char DISK[] = "/dev/vda";
static const char SECOND_DISK[] = "/dev/vdb";
static const char CARRIED[] = "/run/isoscope";
static const char PORT[] = "org.isoscope.report";

enum { MAX_STRINGS = 4096, DISK_WAIT_MS = 20000, PORT_WAIT_MS = 20000 };

static uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void pause_ms(long ms) { nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL); }

static void power_off(void) {
  sync();
  reboot(RB_POWER_OFF);
  for (;;) pause();
}

/* Anywhere but in a guest of ours a "power off" would be the user's own machine: true only once that is certain. */
static bool is_guest;

/* A machine that cannot go on ends: the one who started it is waiting for READY or for its end. */
__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fputs("guest: ", stderr);
  vfprintf(stderr, format, args);
  fprintf(stderr, ": %s\n", strerror(errno));
  va_end(args);
  if (is_guest) power_off();
  exit(1); /* the unit's FailureAction */
}

/* ---- As /init of the initramfs ---- */

static void fail_at(const char *path) { fail("%s", path); }

static void wait_for_disk(void) {
  for (int waited = 0; access(DISK, F_OK) != 0; waited++) {
    if (waited >= DISK_WAIT_MS) fail("%s", DISK);
    pause_ms(1);
  }
}

static void copy_file(const char *from, const char *to, mode_t mode) {
  static char bytes[1 << 16];
  int source = open(from, O_RDONLY | O_CLOEXEC);
  int target = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (source < 0 || target < 0) fail("%s", from);
  for (ssize_t count; (count = read(source, bytes, sizeof bytes)) != 0;) {
    if (count < 0 || write(target, bytes, (size_t)count) != count) fail("%s", to);
  }
  close(source);
  close(target);
  unlink(from);
}

static void hand_over_files(uint64_t entry_ns) {
  static const char *const names[] = {"guest", "probe", "program", "environment", "directory"};
  char from[64], to[64];
  if (mount("tmpfs", "/root/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755") != 0) fail("/run");
  mkdir("/root/run/isoscope", 0755);
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    snprintf(from, sizeof from, "/isoscope/%s", names[i]);
    snprintf(to, sizeof to, "/root/run/isoscope/%s", names[i]);
    copy_file(from, to, i < 2 ? 0755 : 0644);
  }
  FILE *times = fopen("/root/run/isoscope/times", "we");
  if (!times) fail("times");
  fprintf(times, "%llu %llu\n", (unsigned long long)entry_ns, (unsigned long long)now_ns());
  fclose(times);
}

static void become_disk_init(void) {
  unlink("/init");
  if (mount("/dev", "/root/dev", NULL, MS_MOVE, NULL) != 0) fail("/dev");
  if (chdir("/root") != 0 || mount(".", "/", NULL, MS_MOVE, NULL) != 0) fail("/");
  if (chroot(".") != 0 || chdir("/") != 0) fail("chroot");
  char *const argv[] = {"/sbin/init", NULL};
  execv(argv[0], argv);
  fail("%s", argv[0]);
}

static void run_as_init(uint64_t entry_ns) {
  is_guest = true; /* in a container, where a process may have this pid too, the kernel ends only the container */
  mkdir("/dev", 0755);
  mount("devtmpfs", "/dev", "devtmpfs", MS_NOSUID, "mode=0755");
  if (!load_modules(fail_at)) fail("/modules/order");
  wait_for_disk();
  mkdir("/root", 0755);
  if (mount(DISK, "/root", "ext4", 0, NULL) != 0) fail("%s", DISK);
  hand_over_files(entry_ns);
  become_disk_init();
}

/* ---- As a service of the system on the disk ---- */

/* Reads a file of strings that each end in a NUL, as execve wants them. */
static char **read_strings(const char *name) {
  static char bytes[3][1 << 17];
  static char *strings[3][MAX_STRINGS + 1];
  static int used;
  char path[64];
  snprintf(path, sizeof path, "%s/%s", CARRIED, name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = fd < 0 ? -1 : read(fd, bytes[used], sizeof bytes[used] - 1);
  if (length < 0) fail("%s", path);
  close(fd);
  size_t count = 0;
  for (char *at = bytes[used]; at < bytes[used] + length && count < MAX_STRINGS; at += strlen(at) + 1)
    strings[used][count++] = at;
  strings[used][count] = NULL;
  return strings[used++];
}

/* Whether the first line of a file of /sys is this text. */
static bool says(const char *path, const char *text) {
  char line[128] = "";
  FILE *file = fopen(path, "re");
  if (!file) return false;
  if (!fgets(line, sizeof line, file)) line[0] = '\0';
  fclose(file);
  line[strcspn(line, "\n")] = '\0';
  return strcmp(line, text) == 0;
}

static int find_port(void) {
  int fd = -1;
  DIR *ports = opendir("/sys/class/virtio-ports");
  if (!ports) return -1;
  for (struct dirent *entry; fd < 0 && (entry = readdir(ports));) {
    char path[300];
    snprintf(path, sizeof path, "/sys/class/virtio-ports/%s/name", entry->d_name);
    if (!says(path, PORT)) continue;
    snprintf(path, sizeof path, "/dev/%s", entry->d_name);
    fd = open(path, O_WRONLY | O_CLOEXEC);
  }
  closedir(ports);
  return fd;
}

static int open_port(void) {
  for (int waited = 0; waited < PORT_WAIT_MS; waited += 5) {
    int fd = find_port();
    is_guest = fd >= 0; /* only our machines have such a port */
    if (is_guest) return fd;
    pause_ms(5);
  }
  fail("%s", PORT);
}

__attribute__((format(printf, 2, 3))) static void report(int port, const char *format, ...) {
  char line[256];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(line, sizeof line, format, args);
  va_end(args);
  /* One write: the console's text can come before or after it, but not into it. */
  if (write(port, line, (size_t)length) != length) fail("%s", PORT);
}

static void report_boot(int port, uint64_t program_ns) {
  unsigned long long entry_ns = 0, handover_ns = 0;
  FILE *times = fopen("/run/isoscope/times", "re");
  if (!times || fscanf(times, "%llu %llu", &entry_ns, &handover_ns) != 2) fail("times");
  fclose(times);
  report(port, "{\"isoscope\":\"boot\",\"initramfs_ns\":%llu,\"init_ns\":%llu,\"program_ns\":%llu,\"now_ns\":%llu}\n",
         entry_ns, handover_ns, (unsigned long long)program_ns, (unsigned long long)now_ns());
}

static void make_folders(char *path) {
  for (char *at = path + 1; (at = strchr(at, '/')); at++) {
    *at = '\0';
    mkdir(path, 0755);
    *at = '/';
  }
  if (mkdir(path, 0755) != 0 && errno != EEXIST) fail("%s", path);
}

static void mount_directory(void) {
  char *place = read_strings("directory")[0];
  if (!place) return;
  make_folders(place);
  if (mount(SECOND_DISK, place, "ext4", MS_RDONLY | MS_NOSUID | MS_NODEV, NULL) != 0) fail("%s", place);
}

static pid_t start_program(int port) {
  char **argv = read_strings("program"), **environment = read_strings("environment");
  pid_t pid = fork();
  if (pid < 0) fail("fork");
  if (pid > 0) return pid;
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  dup2(port, STDOUT_FILENO);
  dup2(port, STDERR_FILENO); /* what a program that fails has to say reaches the one who started it */
  if (argv[0]) execve(argv[0], argv, environment);
  fprintf(stderr, "guest: %s: %s\n", argv[0] ? argv[0] : "no program", strerror(errno));
  _exit(127);
}

static bool is_power_button(const char *device) {
  char path[400];
  if (strncmp(device, "/dev/input/", 11) != 0) return false;
  snprintf(path, sizeof path, "/sys/class/input/%s/device/name", device + 11);
  return says(path, "Power Button");
}

/* A press of the power button before systemd-logind has the button open would be lost. */
static bool does_hold_button(const char *pid) {
  char path[300], target[300];
  snprintf(path, sizeof path, "/proc/%s/fd", pid);
  DIR *fds = opendir(path);
  if (!fds) return false;
  bool found = false;
  for (struct dirent *entry; !found && (entry = readdir(fds));) {
    ssize_t length = readlinkat(dirfd(fds), entry->d_name, target, sizeof target - 1);
    if (length <= 0) continue;
    target[length] = '\0';
    found = is_power_button(target);
  }
  closedir(fds);
  return found;
}

static bool is_button_watched(void) {
  DIR *processes = opendir("/proc");
  bool watched = false;
  for (struct dirent *entry; !watched && processes && (entry = readdir(processes));) {
    char path[300];
    snprintf(path, sizeof path, "/proc/%s/comm", entry->d_name);
    /* The kernel keeps 15 characters of a name. */
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && says(path, "systemd-logind"))
      watched = does_hold_button(entry->d_name);
  }
  if (processes) closedir(processes);
  return watched;
}

/* Until the program has ended. True when it was told to, because the system goes down. */
static bool watch_program(int port, pid_t program, const sigset_t *signals) {
  bool armed = false, stopping = false;
  for (;;) {
    if (!armed && (armed = is_button_watched())) report(port, "{\"isoscope\":\"armed\"}\n");
    const struct timespec again = {0, 50 * 1000000};
    int number = armed ? sigwaitinfo(signals, NULL) : sigtimedwait(signals, NULL, &again);
    if (number == SIGTERM) {
      stopping = true;
      kill(program, SIGTERM);
    } else if (number == SIGCHLD && waitpid(program, NULL, WNOHANG) == program) {
      return stopping;
    }
  }
}

static int run_as_service(uint64_t entry_ns) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGCHLD);
  sigprocmask(SIG_BLOCK, &signals, NULL);
  int port = open_port();
  mount_directory();
  report_boot(port, entry_ns);
  pid_t program = start_program(port);
  if (!watch_program(port, program, &signals)) power_off();
  return 0;
}

int main(int argc, char **argv) {
  uint64_t entry_ns = now_ns();
  if (getpid() == 1) run_as_init(entry_ns);
  if (argc != 2 || strcmp(argv[1], "run") != 0 || access("/run/isoscope/program", R_OK) != 0) {
    fputs("usage: guest run (inside a virtual machine of Isoscope)\n", stderr);
    return 2;
  }
  return run_as_service(entry_ns);
}
