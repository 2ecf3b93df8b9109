/* The end of the process, its signals, and life as a virtual machine's /init (--guest). */
#include "modules.h"
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <dirent.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <termios.h>
#endif

volatile sig_atomic_t is_guest;

void finish(int code) {
#ifdef __linux__
  if (is_guest) {
    /* An init that exits is a kernel panic. */
    sync();
    reboot(RB_POWER_OFF);
    for (;;) pause();
  }
#endif
  _exit(code);
}

static void on_stop_signal(int signal_number) {
  (void)signal_number;
  finish(0);
}

void set_handler(int signal_number, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, NULL);
}

void install_handlers(void) {
  /* The kernel gives PID 1 no default action: without handlers `docker stop` waits its whole grace period. */
  set_handler(SIGTERM, on_stop_signal, 0);
  set_handler(SIGINT, on_stop_signal, 0);
  /* Ignoring SIGCHLD makes the kernel reap; orphans are given to PID 1. */
  if (getpid() == 1) set_handler(SIGCHLD, SIG_IGN, SA_NOCLDWAIT);
}

/* ---- Life as a virtual machine's /init (--guest) ---- */

#ifdef __linux__

/* With O_ASYNC the kernel raises SIGIO on a press, so the button works in the middle of a kernel as well. */
static volatile sig_atomic_t button_fd = -1;

static void on_button(int signal_number) {
  (void)signal_number;
  int saved_errno = errno;
  struct input_event event;
  while (read(button_fd, &event, sizeof event) == (ssize_t)sizeof event) {
    if (event.type == EV_KEY && event.code == KEY_POWER && event.value == 1) finish(0);
  }
  errno = saved_errno;
}

void set_raw_console(void) {
  struct termios settings;
  if (tcgetattr(STDOUT_FILENO, &settings) != 0) return;
  settings.c_oflag &= ~(tcflag_t)OPOST; /* lines end in \n, not \r\n */
  settings.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
  tcsetattr(STDOUT_FILENO, TCSANOW, &settings);
}

/* Empty lines are passed over: a line may end in more than its \n. */
int read_order(char **words) {
  static char line[1024];
  size_t length = 0;
  for (char byte = '\0'; length == 0 || byte != '\n';) {
    ssize_t got = read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || length == sizeof line - 1) return 0;
    if (byte != '\n') line[length++] = byte;
  }
  line[length] = '\0';
  int count = 0;
  for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) {
    if (count == MAX_ORDER_WORDS) return 0;
    words[count++] = word;
  }
  return count;
}

static void mount_kernel_filesystems(void) {
  mkdir("/proc", 0755);
  mkdir("/sys", 0755);
  mkdir("/dev", 0755);
  mount("proc", "/proc", "proc", 0, NULL);
  mount("sysfs", "/sys", "sysfs", 0, NULL);
  mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
}

static void complain(const char *path) { fprintf(stderr, "probe: %s: %s\n", path, strerror(errno)); }

static bool watch_if_power_button(const char *path) {
  char name[256] = "";
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return false;
  if (ioctl(fd, EVIOCGNAME(sizeof name - 1), name) < 0 || !strstr(name, "Power Button")) {
    close(fd);
    return false;
  }
  button_fd = fd;
  set_handler(SIGIO, on_button, SA_RESTART);
  fcntl(fd, F_SETOWN, getpid());
  fcntl(fd, F_SETFL, O_NONBLOCK | O_ASYNC);
  on_button(SIGIO); /* a press between open and O_ASYNC raised no signal */
  return true;
}

static void arm_power_button(void) {
  DIR *directory = opendir("/dev/input");
  if (!directory) return;
  for (struct dirent *entry; button_fd < 0 && (entry = readdir(directory));) {
    char path[300];
    if (strncmp(entry->d_name, "event", 5) != 0) continue;
    snprintf(path, sizeof path, "/dev/input/%s", entry->d_name);
    if (watch_if_power_button(path)) print_line("{\"isoscope\":\"armed\"}\n");
  }
  closedir(directory);
}

void set_up_guest(void) {
  mount_kernel_filesystems();
  load_modules(complain); /* without a list, everything needed is built in */
  arm_power_button();
}

/* A driver may find its device only after the module's init has returned: look again for five seconds. */
static void wait_for_power_button(void) {
  for (int tries = 0; is_guest && button_fd < 0 && tries < 50; tries++) {
    nanosleep(&(struct timespec){0, 100 * 1000 * 1000}, NULL);
    arm_power_button();
  }
}

#endif

void wait_for_stop(void) {
#ifdef __linux__
  wait_for_power_button();
#endif
  for (;;) pause();
}
