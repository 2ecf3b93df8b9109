/*
 * probe: the one program every contender runs (docs: measurement, "Programs").
 *
 * Compiled once, statically, and run unchanged on a host, in a container and as the /init of a virtual machine, so a
 * difference between two figures belongs to the technology and not to the program. The same source gives the same
 * checksums on every machine: no fast-math, no fused multiply-add, no libc algorithm inside a kernel.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <dirent.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <termios.h>
#endif

/* CLOCK_BOOTTIME counts from the boot of the kernel that answers: in a guest, the guest's own. */
#ifdef CLOCK_BOOTTIME
#define BOOT_CLOCK CLOCK_BOOTTIME
#else
#define BOOT_CLOCK CLOCK_MONOTONIC
#endif

typedef uint64_t u64;

struct options {
  const char *mode;
  const char *kernels;
  double scale;
  u64 bytes;
  bool once;
  bool wait;
  bool guest;
};

/* Volatile because the signal handlers read it. */
static volatile sig_atomic_t is_guest;

/* ---- Output: every line is one write, so a reader's time of arrival is the time of the line ---- */

static u64 read_clock(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (u64)now.tv_sec * 1000000000u + (u64)now.tv_nsec;
}

__attribute__((format(printf, 1, 2))) static void print_line(const char *format, ...) {
  char line[512];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(line, sizeof line, format, args);
  va_end(args);
  for (int done = 0; done < length;) {
    ssize_t written = write(STDOUT_FILENO, line + done, (size_t)(length - done));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return; /* EIO: a guest without a console; there is nobody to tell */
    done += (int)written;
  }
}

static void print_ready(u64 entry_ns) {
  print_line("ISOSCOPE READY {\"entry_ns\":%llu,\"ready_ns\":%llu}\n", (unsigned long long)entry_ns,
             (unsigned long long)read_clock(BOOT_CLOCK));
}

/* ---- The end of the process ---- */

/* Async-signal-safe: also called from handlers. */
static void finish(int code) {
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

static void set_handler(int signal_number, void (*handler)(int), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, NULL);
}

static void install_handlers(void) {
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

static void set_raw_console(void) {
  struct termios settings;
  if (tcgetattr(STDOUT_FILENO, &settings) != 0) return;
  settings.c_oflag &= ~(tcflag_t)OPOST; /* lines end in \n, not \r\n */
  settings.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
  tcsetattr(STDOUT_FILENO, TCSANOW, &settings);
}

static void mount_kernel_filesystems(void) {
  mkdir("/proc", 0755);
  mkdir("/sys", 0755);
  mkdir("/dev", 0755);
  mount("proc", "/proc", "proc", 0, NULL);
  mount("sysfs", "/sys", "sysfs", 0, NULL);
  mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
}

static bool ends_with(const char *text, const char *end) {
  size_t length = strlen(text), end_length = strlen(end);
  return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

static void load_module(const char *name) {
  char path[300];
  snprintf(path, sizeof path, "/modules/%s", name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    fprintf(stderr, "probe: %s: %s\n", path, strerror(errno));
    return;
  }
  /* 4 is MODULE_INIT_COMPRESSED_FILE: newer distributions ship modules compressed. */
  int flags = ends_with(name, ".ko") ? 0 : 4;
  if (syscall(SYS_finit_module, fd, "", flags) != 0 && errno != EEXIST)
    fprintf(stderr, "probe: %s: %s\n", path, strerror(errno));
  close(fd);
}

static void load_modules(void) {
  FILE *order = fopen("/modules/order", "re");
  if (!order) return; /* everything needed may be built in */
  char name[256];
  while (fgets(name, sizeof name, order)) {
    name[strcspn(name, "\r\n")] = '\0';
    if (name[0]) load_module(name);
  }
  fclose(order);
}

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

static void set_up_guest(void) {
  mount_kernel_filesystems();
  load_modules();
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

static void wait_for_stop(void) {
#ifdef __linux__
  wait_for_power_button();
#endif
  for (;;) pause();
}

/* ---- Kernels: fixed work, a checksum that depends on all of it ---- */

static u64 mix(u64 hash, u64 value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
  return hash ^ (hash >> 32);
}

static u64 next_random(u64 *state) {
  u64 x = *state;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return *state = x;
}

static u64 bits_of(double value) {
  u64 bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static u64 run_integer(u64 work) {
  u64 state = 88172645463325252u, hash = 0;
  for (u64 i = 0; i < work; i++) hash = mix(hash, next_random(&state));
  return hash;
}

/* The logistic map is chaotic: a single differently rounded step changes every later one, and so the checksum. */
static u64 run_double(u64 work) {
  double x = 0.3, sum = 0.0;
  for (u64 i = 0; i < work; i++) {
    x = 3.99 * x * (1.0 - x);
    sum += sqrt(x) / (1.0 + x);
  }
  return mix(bits_of(x), bits_of(sum));
}

/*
 * Written with vector types and not left to the auto-vectoriser, so that every compiler makes SIMD code of it (SSE2,
 * NEON). A lane is a column: no sum is reordered, and the result is the scalar one, bit for bit.
 */
enum { SIZE = 64, LANES = 2, COLUMNS = SIZE / LANES };
typedef double vector __attribute__((vector_size(LANES * sizeof(double)), may_alias));
typedef vector matrix[SIZE][COLUMNS]; /* 32 KiB each: three of them live in the level 2 cache */

static matrix left, right, product;

__attribute__((noinline)) static void multiply(void) {
  for (int row = 0; row < SIZE; row++) {
    const double *factors = (const double *)left[row];
    for (int column = 0; column < COLUMNS; column += 4) {
      /* Four sums by name: as an array, gcc -O2 keeps them in memory. */
      vector a = {0}, b = {0}, c = {0}, d = {0};
      for (int k = 0; k < SIZE; k++) {
        vector factor = {factors[k], factors[k]};
        const vector *others = &right[k][column];
        a += factor * others[0];
        b += factor * others[1];
        c += factor * others[2];
        d += factor * others[3];
      }
      vector *sums = &product[row][column];
      sums[0] = a, sums[1] = b, sums[2] = c, sums[3] = d;
    }
  }
}

static void fill_with_fractions(double *values, u64 *state) {
  for (int i = 0; i < SIZE * SIZE; i++) values[i] = (double)(next_random(state) >> 11) / 9007199254740992.0;
}

static u64 run_matrix(u64 work) {
  u64 state = 0x2545f4914f6cdd1du, hash = 0;
  fill_with_fractions((double *)left, &state);
  fill_with_fractions((double *)right, &state);
  for (u64 i = 0; i < work; i++) {
    multiply();
    const double *result = (const double *)product;
    u64 folded = 0;
    for (int n = 0; n < SIZE * SIZE; n++) folded ^= bits_of(result[n]);
    hash = mix(hash, folded);
    /* The next product depends on this one: a row of fractions, so nothing grows or becomes denormal. */
    int row = (int)(i % SIZE);
    double *factors = (double *)left[row];
    for (int n = 0; n < SIZE; n++) factors[n] = result[row * SIZE + n] - (double)(int64_t)result[row * SIZE + n];
  }
  return hash;
}

static void sort_by_insertion(uint32_t *values, long count) {
  for (long i = 1; i < count; i++) {
    uint32_t value = values[i];
    long hole = i;
    for (; hole > 0 && values[hole - 1] > value; hole--) values[hole] = values[hole - 1];
    values[hole] = value;
  }
}

/* Hoare's partition: its branches depend on the data and cannot be predicted. */
static void sort_by_partition(uint32_t *values, long count) {
  while (count > 16) {
    uint32_t pivot = values[count / 2];
    long low = 0, high = count - 1;
    while (low <= high) {
      while (values[low] < pivot) low++;
      while (values[high] > pivot) high--;
      if (low > high) break;
      uint32_t swapped = values[low];
      values[low++] = values[high];
      values[high--] = swapped;
    }
    /* Recursion into the smaller part only, so the stack stays shallow. */
    if (high + 1 < count - low) {
      sort_by_partition(values, high + 1);
      values += low;
      count -= low;
    } else {
      sort_by_partition(values + low, count - low);
      count = high + 1;
    }
  }
  sort_by_insertion(values, count);
}

static u64 run_sort(u64 work) {
  enum { COUNT = 1 << 15 };
  static uint32_t values[COUNT];
  u64 state = 0x853c49e6748fea9bu, hash = 0;
  for (u64 i = 0; i < work; i++) {
    for (int n = 0; n < COUNT; n++) values[n] = (uint32_t)(next_random(&state) >> 32);
    sort_by_partition(values, COUNT);
    for (int n = 0; n < COUNT; n++) hash = mix(hash, values[n]);
  }
  return hash;
}

/* umask needs no file, works for PID 1 of an empty initramfs, and answers what the call before it said. */
static u64 run_syscalls(u64 work) {
  u64 hash = 0;
  mode_t original = umask(0);
  for (u64 i = 0; i < work; i++) hash = mix(hash, umask((mode_t)(i & 0777)));
  umask(original);
  return hash;
}

struct kernel {
  const char *name;
  u64 (*run)(u64 work);
  u64 base_work; /* about 0.3 s at --scale 1 on the machine this was written on */
};

static const struct kernel kernels[] = {
    {"integer", run_integer, 120000000}, {"double", run_double, 75000000}, {"matrix", run_matrix, 4500},
    {"sort", run_sort, 110},             {"syscalls", run_syscalls, 2250000},
};
enum { KERNEL_COUNT = sizeof kernels / sizeof kernels[0] };

/* ---- Measuring ---- */

struct usage {
  u64 at, user, system;
};

static struct usage read_usage(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (struct usage){
      .at = read_clock(CLOCK_MONOTONIC),
      .user = (u64)used.ru_utime.tv_sec * 1000000000u + (u64)used.ru_utime.tv_usec * 1000u,
      .system = (u64)used.ru_stime.tv_sec * 1000000000u + (u64)used.ru_stime.tv_usec * 1000u,
  };
}

/* `label` is ready JSON, for example "mode":"cpu","kernel":"sort" */
static void print_result(const char *label, struct usage start, struct usage end, u64 work, u64 checksum) {
  print_line("{\"isoscope\":\"result\",%s,\"start_ns\":%llu,\"end_ns\":%llu,\"user_ns\":%llu,\"system_ns\":%llu,"
             "\"work\":%llu,\"checksum\":\"%016llx\"}\n",
             label, (unsigned long long)start.at, (unsigned long long)end.at,
             (unsigned long long)(end.user - start.user), (unsigned long long)(end.system - start.system),
             (unsigned long long)work, (unsigned long long)checksum);
}

static void measure_kernel(const struct kernel *kernel, double scale) {
  char label[64];
  u64 work = (u64)((double)kernel->base_work * scale + 0.5);
  if (work == 0) work = 1;
  print_line("{\"isoscope\":\"begin\",\"kernel\":\"%s\"}\n", kernel->name);
  struct usage start = read_usage();
  u64 checksum = kernel->run(work);
  struct usage end = read_usage();
  snprintf(label, sizeof label, "\"mode\":\"cpu\",\"kernel\":\"%s\"", kernel->name);
  print_result(label, start, end, work, checksum);
}

/* The kernel called by the first name of a comma-separated list; moves the list behind that name. */
static const struct kernel *take_kernel(const char **list) {
  size_t length = strcspn(*list, ",");
  const char *name = *list;
  *list += length + ((*list)[length] == ',');
  for (size_t i = 0; i < KERNEL_COUNT; i++) {
    if (strlen(kernels[i].name) == length && strncmp(kernels[i].name, name, length) == 0) return &kernels[i];
  }
  return NULL;
}

static int run_cpu_mode(const struct options *options) {
  for (const char *list = options->kernels; *list;) {
    const struct kernel *kernel = take_kernel(&list);
    if (kernel) measure_kernel(kernel, options->scale);
  }
  print_line("{\"isoscope\":\"done\",\"mode\":\"cpu\"}\n");
  return 0;
}

static int run_memory_mode(const struct options *options) {
  struct usage start = read_usage();
  unsigned char *bytes = mmap(NULL, options->bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (bytes == MAP_FAILED) {
    print_line("{\"isoscope\":\"failed\",\"mode\":\"memory\",\"errno\":%d,\"message\":\"%s\"}\n", errno, strerror(errno));
    return 1;
  }
  /* Random words: pages that no kernel can merge or compress, or the touched bytes would not be the used bytes. */
  u64 state = 0x9e6c63d0676a9a99u, hash = 0;
  for (u64 offset = 0; offset < options->bytes; offset += sizeof state) {
    u64 rest = options->bytes - offset;
    u64 word = next_random(&state);
    memcpy(bytes + offset, &word, rest < sizeof word ? rest : sizeof word);
    hash = mix(hash, word);
  }
  print_result("\"mode\":\"memory\"", start, read_usage(), options->bytes, hash);
  print_line("{\"isoscope\":\"done\",\"mode\":\"memory\"}\n");
  return 0;
}

/* ---- Command line ---- */

static void fail_with_usage(void) {
  static const char usage[] =
      "usage: probe ready [--once] | nothing | cpu [--kernels A,B] [--scale F] [--wait] | memory --bytes N [--wait]"
      " (each: [--guest] as a virtual machine's init)\n";
  ssize_t ignored = write(STDERR_FILENO, usage, sizeof usage - 1);
  (void)ignored;
  finish(2);
}

static bool are_kernels(const char *list) {
  size_t length = strlen(list);
  if (length == 0 || list[length - 1] == ',') return false;
  while (*list) {
    if (!take_kernel(&list)) return false;
  }
  return true;
}

static bool parse_scale(const char *text, double *scale) {
  char *end;
  *scale = strtod(text, &end);
  return end != text && *end == '\0' && *scale > 0 && *scale <= 10;
}

static bool parse_bytes(const char *text, u64 *bytes) {
  char *end;
  if (text[0] < '0' || text[0] > '9') return false; /* strtoull would accept a minus sign */
  errno = 0;
  *bytes = strtoull(text, &end, 10);
  return errno == 0 && *end == '\0' && *bytes > 0 && *bytes <= SIZE_MAX;
}

/* Reads one option of `options->mode`; `value` is the next argument or "". Returns arguments used, 0 if unknown. */
static int parse_option(struct options *options, const char *option, const char *value) {
  bool cpu = strcmp(options->mode, "cpu") == 0, memory = strcmp(options->mode, "memory") == 0;
#ifdef __linux__
  /* Only an init may be a guest: anywhere else its "power off" would be the user's own machine. */
  if (strcmp(option, "--guest") == 0 && getpid() == 1) return options->guest = true, 1;
#endif
  if (strcmp(option, "--once") == 0 && strcmp(options->mode, "ready") == 0) return options->once = true, 1;
  if (strcmp(option, "--wait") == 0 && (cpu || memory)) return options->wait = true, 1;
  if (strcmp(option, "--kernels") == 0 && cpu && are_kernels(value)) return options->kernels = value, 2;
  if (strcmp(option, "--scale") == 0 && cpu && parse_scale(value, &options->scale)) return 2;
  if (strcmp(option, "--bytes") == 0 && memory && parse_bytes(value, &options->bytes)) return 2;
  return 0;
}

static bool is_mode(const char *mode) {
  return strcmp(mode, "ready") == 0 || strcmp(mode, "nothing") == 0 || strcmp(mode, "cpu") == 0 ||
         strcmp(mode, "memory") == 0;
}

static struct options parse_arguments(int argc, char **argv) {
  struct options options = {.kernels = "integer,double,matrix,sort,syscalls", .scale = 1};
#ifdef __linux__
  /* Known before anything can be wrong, so that a mistake on a guest's command line powers off instead of panicking. */
  for (int i = 1; i < argc; i++) is_guest |= getpid() == 1 && strcmp(argv[i], "--guest") == 0;
#endif
  if (argc < 2 || !is_mode(argv[1])) fail_with_usage();
  options.mode = argv[1];
  for (int i = 2; i < argc;) {
    int used = parse_option(&options, argv[i], i + 1 < argc ? argv[i + 1] : "");
    if (used == 0) fail_with_usage();
    i += used;
  }
  if (strcmp(options.mode, "memory") == 0 && options.bytes == 0) fail_with_usage();
  return options;
}

int main(int argc, char **argv) {
  u64 entry_ns = read_clock(BOOT_CLOCK);
  struct options options = parse_arguments(argc, argv);
  if (strcmp(options.mode, "nothing") == 0) finish(0);
  install_handlers();
#ifdef __linux__
  if (options.guest) set_raw_console();
#endif
  print_ready(entry_ns);
  if (options.once) finish(0);
#ifdef __linux__
  /* After READY, so that loading modules is no part of the start-up; before the kernels, so that it is none of theirs. */
  if (options.guest) set_up_guest();
#endif
  int code = 0;
  if (strcmp(options.mode, "cpu") == 0) code = run_cpu_mode(&options);
  if (strcmp(options.mode, "memory") == 0) code = run_memory_mode(&options);
  if (options.wait || strcmp(options.mode, "ready") == 0) wait_for_stop();
  finish(code);
}
