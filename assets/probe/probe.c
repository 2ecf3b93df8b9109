/*
 * probe: the one program every contender runs (docs: measurement, "Programs").
 *
 * Compiled once, statically, and run unchanged on a host, in a container and as the /init of a virtual machine, so a
 * difference between two figures belongs to the technology and not to the program. The same source gives the same
 * checksums on every machine: no fast-math, no fused multiply-add, no libc algorithm inside a kernel.
 *
 * Here is the command line; each mode is in a file of its own (probe.h).
 */
#include "probe.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

struct mode {
  const char *name;
  /* NULL for those that are done by main itself. */
  void (*run)(const struct options *options);
};

static const struct mode modes[] = {
    {"ready", NULL},         {"nothing", NULL},           {"run", NULL},           {"wait", NULL},
    {"cpu", run_cpu_mode},   {"memory", run_memory_mode}, {"disk", run_disk_mode}, {"spawn", run_spawn_mode},
    {"isolation", run_isolation_mode},
};

static void print_ready(u64 entry_ns) {
  print_line("ISOSCOPE READY {\"entry_ns\":%llu,\"ready_ns\":%llu}\n", (unsigned long long)entry_ns,
             (unsigned long long)read_clock(BOOT_CLOCK));
}

static void fail_with_usage(void) {
  static const char usage[] =
      "usage: probe ready [--once] | nothing [--question N] | run [--dir DIR] -- CMD ARGS | cpu [--kernels A,B] [--scale F] | memory [--bytes N [--base N]] "
      "[--scale F] | disk --dir DIR [--scale F] | spawn [--scale F] | isolation [--canary-process NAME] "
      "[--canary-file PATH] [--loopback-port N] (all but the first three: [--wait]; each but run: [--guest] as a "
      "virtual machine's init) | wait --guest (there, for a line on the console with one of the others)\n";
  ssize_t ignored = write(STDERR_FILENO, usage, sizeof usage - 1);
  (void)ignored;
  finish(2);
}

static bool parse_scale(const char *text, double *scale) {
  char *end;
  *scale = strtod(text, &end);
  return end != text && *end == '\0' && *scale > 0 && *scale <= 10;
}

static bool parse_number(const char *text, u64 limit, u64 *number) {
  char *end;
  if (text[0] < '0' || text[0] > '9') return false; /* strtoull would accept a minus sign */
  errno = 0;
  *number = strtoull(text, &end, 10);
  return errno == 0 && *end == '\0' && *number <= limit;
}

static bool parse_text(const char *text, const char **value) { return *(*value = text) != '\0'; }

static bool is(const char *text, const char *other) { return strcmp(text, other) == 0; }

/* Reads one option of `options->mode`; `value` is the next argument or "". Returns arguments used, 0 if unknown. */
static int parse_option(struct options *options, const char *option, const char *value) {
  const char *mode = options->mode;
  bool isolation = is(mode, "isolation"), waits = !is(mode, "ready") && !is(mode, "nothing") && !is(mode, "run") && !is(mode, "wait");
#ifdef __linux__
  /* Only an init may be a guest: anywhere else its "power off" would be the user's own machine. */
  if (is(option, "--guest") && getpid() == 1 && !is(mode, "run")) return options->guest = true, 1;
#endif
  if (is(option, "--once") && is(mode, "ready")) return options->once = true, 1;
  if (is(option, "--wait") && waits) return options->wait = true, 1;
  if (is(option, "--question") && is(mode, "nothing") && parse_number(value, UINT64_MAX, &options->question)) {
    return options->asked = true, 2;
  }
  if (is(option, "--kernels") && is(mode, "cpu") && are_cpu_kernels(value)) return options->kernels = value, 2;
  if (is(option, "--scale") && waits && !isolation && parse_scale(value, &options->scale)) return 2;
  if (is(option, "--bytes") && is(mode, "memory") && parse_number(value, SIZE_MAX, &options->bytes) && options->bytes > 0)
    return 2;
  if (is(option, "--base") && is(mode, "memory") && parse_number(value, SIZE_MAX, &options->base_bytes)) return 2;
  if (is(option, "--dir") && (is(mode, "disk") || is(mode, "run")) && parse_text(value, &options->directory)) return 2;
  if (is(option, "--canary-process") && isolation && parse_text(value, &options->canary_process)) return 2;
  if (is(option, "--canary-file") && isolation && value[0] == '/' && parse_text(value, &options->canary_file)) return 2;
  if (is(option, "--loopback-port") && isolation && parse_number(value, UINT16_MAX, &options->loopback_port) &&
      options->loopback_port > 0)
    return 2;
  return 0;
}

static const struct mode *find_mode(const char *name) {
  for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
    if (is(modes[i].name, name)) return &modes[i];
  }
  return NULL;
}

static struct options parse_arguments(int argc, char **argv) {
  struct options options = {.kernels = "integer,double,matrix,sort,syscalls", .scale = 1};
#ifdef __linux__
  /* Known before anything can be wrong, so that a mistake on a guest's command line powers off instead of panicking. */
  bool runs_command = argc > 1 && is(argv[1], "run"); /* whose arguments are not ours to read */
  for (int i = 1; i < argc && !runs_command; i++) is_guest |= getpid() == 1 && is(argv[i], "--guest");
#endif
  if (argc < 2 || !find_mode(argv[1])) fail_with_usage();
  options.program = argv[0];
  options.mode = argv[1];
  for (int i = 2; i < argc;) {
    if (is(options.mode, "run") && is(argv[i], "--")) {
      options.command = &argv[i + 1];
      break;
    }
    int used = parse_option(&options, argv[i], i + 1 < argc ? argv[i + 1] : "");
    if (used == 0) fail_with_usage();
    i += used;
  }
  if (is(options.mode, "disk") && !options.directory) fail_with_usage();
  if (options.base_bytes > 0 && options.bytes == 0) fail_with_usage();
  if (is(options.mode, "wait") && !options.guest) fail_with_usage();
  if (is(options.mode, "run") && (!options.command || !options.command[0])) fail_with_usage();
  return options;
}

#ifdef __linux__
/* What the guest is told on its console is read as a command line would have been. */
static struct options await_order(char *program) {
  char *words[MAX_ORDER_WORDS + 1] = {program};
  print_line("{\"isoscope\":\"waiting\"}\n");
  int count = read_order(words + 1);
  if (count <= 0 || is(words[1], "wait")) fail_with_usage();
  return parse_arguments(count + 1, words);
}
#endif

int main(int argc, char **argv) {
  u64 entry_ns = read_clock(BOOT_CLOCK);
  struct options options = parse_arguments(argc, argv);
  if (is(options.mode, "nothing")) finish(options.asked ? answer_question(options.question) : 0);
  if (is(options.mode, "run")) finish(run_command(&options));
  install_handlers();
#ifdef __linux__
  if (options.guest) set_raw_console();
  if (is(options.mode, "wait")) options = await_order(argv[0]);
#endif
  print_ready(entry_ns);
  if (options.once) finish(0);
#ifdef __linux__
  /* After READY, so that loading modules is no part of the start-up; before the work, so that it is none of its. */
  if (options.guest) set_up_guest();
#endif
  const struct mode *mode = find_mode(options.mode);
  if (mode->run) {
    mode->run(&options);
    print_done(mode->name);
  }
  if (options.wait || is(options.mode, "ready")) wait_for_stop();
  finish(0);
}
