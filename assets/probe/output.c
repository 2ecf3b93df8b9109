/* Output: every line is one write, so a reader's time of arrival is the time of the line. */
#include "probe.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

u64 read_clock(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (u64)now.tv_sec * 1000000000u + (u64)now.tv_nsec;
}

void print_text(const char *text, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t written = write(STDOUT_FILENO, text + done, length - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return; /* EIO: a guest without a console; there is nobody to tell */
    done += (size_t)written;
  }
}

void print_line(const char *format, ...) {
  char line[512];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(line, sizeof line, format, args);
  va_end(args);
  print_text(line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
}
