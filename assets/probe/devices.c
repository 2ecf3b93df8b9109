/* The device nodes below /dev: how many, which of them matter, and what could compute graphics. */
#include "facts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

struct findings {
  u64 nodes, blocks;
  char notable[1024], gpu[512];
};

/* Through these a program reaches past what it was given: memory, the kernel's log, virtualisation, other tasks' input. */
static const char *const notable[] = {"kvm", "mem", "port", "kmsg", "fuse", "net/tun", "vhost-net", "mapper/control", "uinput"};
static const char *const gpu[] = {"dri/", "nvidia", "kfd", "dxg", "mali"};

static bool is_notable(const char *name) {
  for (size_t i = 0; i < sizeof notable / sizeof notable[0]; i++) {
    if (strcmp(name, notable[i]) == 0) return true;
  }
  return false;
}

static bool is_gpu(const char *name) {
  for (size_t i = 0; i < sizeof gpu / sizeof gpu[0]; i++) {
    if (strncmp(name, gpu[i], strlen(gpu[i])) == 0) return true;
  }
  return false;
}

static void add_name(char *names, size_t size, const char *name) {
  size_t length = strlen(names);
  if (length + strlen(name) + 2 < size) snprintf(names + length, size - length, "%s%s", length > 0 ? " " : "", name);
}

static void count_node(struct findings *found, const char *name, bool is_block) {
  found->nodes++;
  found->blocks += is_block;
  /* loop0 … loop7 and ram0 … are there whether or not anything is behind them. */
  bool empty = strncmp(name, "loop", 4) == 0 || strncmp(name, "ram", 3) == 0;
  if ((is_block && !empty) || is_notable(name)) add_name(found->notable, sizeof found->notable, name);
  if (is_gpu(name)) add_name(found->gpu, sizeof found->gpu, name);
}

/* `name` is below /dev and "" for /dev itself. Links are not followed. */
static void walk(struct findings *found, const char *name, int depth) {
  char path[512];
  snprintf(path, sizeof path, "/dev/%s", name);
  DIR *directory = opendir(path);
  if (!directory) return;
  for (struct dirent *entry; (entry = readdir(directory));) {
    char inner[400], full[512];
    struct stat status;
    if (entry->d_name[0] == '.') continue;
    snprintf(inner, sizeof inner, "%s%s%.*s", name, name[0] ? "/" : "", 255, entry->d_name);
    snprintf(full, sizeof full, "/dev/%s", inner);
    if (lstat(full, &status) != 0) continue;
    if (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) count_node(found, inner, S_ISBLK(status.st_mode));
    /* pts has a node per open terminal: their number says nothing. */
    else if (S_ISDIR(status.st_mode) && depth < 3 && strcmp(inner, "pts") != 0) walk(found, inner, depth + 1);
  }
  closedir(directory);
}

void report_devices(void) {
  struct stat status;
  struct findings found = {0};
  if (stat("/dev", &status) != 0) {
    for (const char *const *id = (const char *const[]){"devices", "block_devices", "notable_devices", "gpu", NULL}; *id; id++)
      print_unknown_fact(*id, strerror(errno));
    return;
  }
  walk(&found, "", 0);
  print_number_fact("devices", found.nodes);
  print_number_fact("block_devices", found.blocks);
  print_string_fact("notable_devices", found.notable);
  print_string_fact("gpu", found.gpu);
}
