#define _GNU_SOURCE
#include "modules.h"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool ends_with(const char *text, const char *end) {
  size_t length = strlen(text), end_length = strlen(end);
  return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

static void load_module(const char *name, void (*complain)(const char *path)) {
  char path[300];
  snprintf(path, sizeof path, "/modules/%s", name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    complain(path);
    return;
  }
  /* 4 is MODULE_INIT_COMPRESSED_FILE: newer distributions ship modules compressed. */
  int flags = ends_with(name, ".ko") ? 0 : 4;
  if (syscall(SYS_finit_module, fd, "", flags) != 0 && errno != EEXIST) complain(path);
  close(fd);
  unlink(path);
}

bool load_modules(void (*complain)(const char *path)) {
  FILE *order = fopen("/modules/order", "re");
  if (!order) return false;
  char name[256];
  while (fgets(name, sizeof name, order)) {
    name[strcspn(name, "\r\n")] = '\0';
    if (name[0]) load_module(name, complain);
  }
  fclose(order);
  return true;
}

#endif
