/*
 * What the parts of the probe share. Each mode is a file of its own: cpu.c, memory.c, disk.c, spawn.c, isolation.c.
 */
#ifndef ISOSCOPE_PROBE_H
#define ISOSCOPE_PROBE_H

#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

/* CLOCK_BOOTTIME counts from the boot of the kernel that answers: in a guest, the guest's own. */
#ifdef CLOCK_BOOTTIME
#define BOOT_CLOCK CLOCK_BOOTTIME
#else
#define BOOT_CLOCK CLOCK_MONOTONIC
#endif

typedef uint64_t u64;

struct options {
  const char *program; /* as it was started */
  const char *mode;
  const char *kernels;
  double scale;
  u64 bytes;
  u64 base_bytes;
  u64 question;
  bool asked;
  const char *directory;
  char *const *command; /* ends with NULL */
  const char *canary_process;
  const char *canary_file;
  u64 loopback_port;
  bool once;
  bool wait;
  bool guest;
};

/* ---- Arithmetic that gives the same bits everywhere; inline, because the kernels' inner loops consist of it ---- */

static inline u64 mix(u64 hash, u64 value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
  return hash ^ (hash >> 32);
}

static inline u64 next_random(u64 *state) {
  u64 x = *state;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  return *state = x;
}

/* ---- output.c ---- */

u64 read_clock(clockid_t clock);
/* One write. At most 511 bytes. */
void print_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
void print_text(const char *text, size_t length);

/* ---- init.c: signals, the end of the process, life as a virtual machine's /init ---- */

/* Volatile because the signal handlers read it. */
extern volatile sig_atomic_t is_guest;

void set_handler(int signal_number, void (*handler)(int), int flags);
void install_handlers(void);
/* Async-signal-safe. Of a guest's init the machine's power goes with it. */
void finish(int code) __attribute__((noreturn));
void wait_for_stop(void) __attribute__((noreturn));
#ifdef __linux__
void set_raw_console(void);
void set_up_guest(void);
/* A line of words from the console, of which MAX_ORDER_WORDS at most; how many, or 0 when it cannot be one. */
enum { MAX_ORDER_WORDS = 32 };
int read_order(char **words);
#endif

/* ---- work.c: fixed work that is timed ---- */

struct kernel {
  const char *name;
  /* Does the work and returns a checksum that depends on all of it; does not return when it cannot. */
  u64 (*run)(u64 work);
  u64 base_work; /* about 0.3 s at --scale 1 on the machine this was written on */
};

struct usage {
  u64 at, user, system;
};

/* The clock, and the CPU time of this process and of the children it has waited for; nanoseconds. */
struct usage read_usage(void);
/* `label` is ready JSON, for example "mode":"cpu","kernel":"sort" */
void print_result(const char *label, struct usage start, struct usage end, u64 work, u64 checksum);
void measure_kernel(const char *mode, const struct kernel *kernel, double scale);
void print_done(const char *mode);
/* Says which step failed, by errno, and ends the program. */
void fail_mode(const char *mode, const char *step) __attribute__((noreturn));

/* ---- The modes ---- */

bool are_cpu_kernels(const char *list);
void run_cpu_mode(const struct options *options);
void run_memory_mode(const struct options *options);
void run_disk_mode(const struct options *options);
void run_spawn_mode(const struct options *options);
int answer_question(u64 question);
/* Returns the exit code: 128 + the signal's number where a signal ended the command. */
int run_command(const struct options *options);
void run_isolation_mode(const struct options *options);

#endif
