/*
 * The mode `disk`: `large` writes one file, waits until the disk has it (fsync), and reads it back; `small` makes many
 * files of 4 KiB, reads them back and removes them. Everything is in a folder of its own below --dir and gone at the end.
 *
 * Programs go through the page cache, and so does this one. Before the large file is read back the kernel is asked to
 * drop it (POSIX_FADV_DONTNEED); how much it kept all the same is reported as cached_bytes. What a hypervisor or a disk
 * keeps in a cache of its own cannot be seen from here. The small files are read from the cache.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

enum { BLOCK = 64 * 1024, SMALL = 4096, FILES_PER_SYNC = 16 };

static char folder[PATH_MAX];
static int folder_fd = -1;
static u64 file_count; /* of small files that may exist */
static u64 cached_bytes;

static void name_file(char name[32], u64 number) { snprintf(name, 32, "%llu", (unsigned long long)number); }

static void remove_files(void) {
  char name[32];
  for (; file_count > 0; file_count--) {
    name_file(name, file_count - 1);
    unlinkat(folder_fd, name, 0);
  }
}

static void remove_folder(void) {
  remove_files();
  unlinkat(folder_fd, "large", 0);
  close(folder_fd);
  rmdir(folder);
}

static void fail_disk(const char *step) {
  int error = errno;
  remove_folder();
  errno = error;
  fail_mode("disk", step);
}

static int open_file(const char *name, int flags) {
  int fd = openat(folder_fd, name, flags | O_CLOEXEC, 0600);
  if (fd < 0) fail_disk("open");
  return fd;
}

static void write_all(int fd, const void *bytes, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t written = write(fd, (const char *)bytes + done, length - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_disk("write");
    done += (size_t)written;
  }
}

static void read_all(int fd, void *bytes, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t got = read(fd, (char *)bytes + done, length - done);
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errno = EIO;
    if (got <= 0) fail_disk("read");
    done += (size_t)got;
  }
}

/* Random words: nothing that a file system or a disk image could store in less. */
static void fill_block(u64 *words, size_t bytes, u64 *state) {
  for (size_t i = 0; i < bytes / sizeof *words; i++) words[i] = next_random(state);
}

static u64 hash_block(u64 hash, const u64 *words, size_t bytes) {
  for (size_t i = 0; i < bytes / sizeof *words; i++) hash = mix(hash, words[i]);
  return hash;
}

/* Bytes of the file that are in the page cache. */
static u64 count_cached(int fd, size_t length) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (length + page - 1) / page;
#ifdef __linux__
  unsigned char *resident = malloc(pages);
#else
  char *resident = malloc(pages);
#endif
  void *mapped = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, 0);
  u64 count = 0;
  if (resident && mapped != MAP_FAILED && mincore(mapped, length, resident) == 0) {
    for (size_t i = 0; i < pages; i++) count += resident[i] & 1;
  }
  if (mapped != MAP_FAILED) munmap(mapped, length);
  free(resident);
  return count * page;
}

static void drop_cache(int fd, size_t length) {
#ifdef POSIX_FADV_DONTNEED
  posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
#endif
  cached_bytes = count_cached(fd, length);
}

/* `work` blocks of 64 KiB. */
static u64 run_large(u64 work) {
  static u64 block[BLOCK / sizeof(u64)];
  u64 state = 0xa0761d6478bd642fu, hash = 0;
  int fd = open_file("large", O_RDWR | O_CREAT | O_EXCL);
  for (u64 i = 0; i < work; i++) {
    fill_block(block, sizeof block, &state);
    write_all(fd, block, sizeof block);
  }
  if (fsync(fd) != 0) fail_disk("fsync");
  drop_cache(fd, work * BLOCK);
  if (lseek(fd, 0, SEEK_SET) != 0) fail_disk("seek");
  for (u64 i = 0; i < work; i++) {
    read_all(fd, block, sizeof block);
    hash = hash_block(hash, block, sizeof block);
  }
  close(fd);
  if (unlinkat(folder_fd, "large", 0) != 0) fail_disk("unlink");
  return hash;
}

/* `work` files. Every sixteenth is waited for, so that the disk takes part and does not decide alone. */
static u64 run_small(u64 work) {
  u64 block[SMALL / sizeof(u64)], state = 0xe7037ed1a0b428dbu, hash = 0;
  char name[32];
  for (u64 i = 0; i < work; i++) {
    name_file(name, i);
    file_count = i + 1;
    int fd = open_file(name, O_WRONLY | O_CREAT | O_EXCL);
    fill_block(block, sizeof block, &state);
    write_all(fd, block, sizeof block);
    if (i % FILES_PER_SYNC == 0 && fsync(fd) != 0) fail_disk("fsync");
    close(fd);
  }
  for (u64 i = 0; i < work; i++) {
    struct stat status;
    name_file(name, i);
    int fd = open_file(name, O_RDONLY);
    if (fstat(fd, &status) != 0) fail_disk("stat");
    read_all(fd, block, sizeof block);
    close(fd);
    hash = mix(hash_block(hash, block, sizeof block), (u64)status.st_size);
  }
  remove_files();
  return hash;
}

static const struct kernel kernels[] = {{"large", run_large, 1200}, {"small", run_small, 1200}};

static const char *name_filesystem(void) {
#ifdef __linux__
  static const struct {
    unsigned long magic;
    const char *name;
  } known[] = {
      {0xef53, "ext4"},     {0x01021994, "tmpfs"},    {0x858458f6, "ramfs"}, {0x794c7630, "overlay"},
      {0x58465342, "xfs"},  {0x9123683e, "btrfs"},    {0x6969, "nfs"},       {0x2fc12fc1, "zfs"},
      {0x65735546, "fuse"}, {0xf2f52010, "f2fs"},     {0x01021997, "9p"},
  };
  struct statfs status;
  if (fstatfs(folder_fd, &status) == 0) {
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
      if (known[i].magic == (unsigned long)status.f_type) return known[i].name;
    }
  }
#endif
  return "unknown";
}

void run_disk_mode(const struct options *options) {
  int length = snprintf(folder, sizeof folder, "%s/isoscope-disk-XXXXXX", options->directory);
  if (length < 0 || (size_t)length >= sizeof folder) {
    errno = ENAMETOOLONG;
    fail_mode("disk", "mkdir");
  }
  if (!mkdtemp(folder)) fail_mode("disk", "mkdir");
  folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd < 0) {
    int error = errno;
    rmdir(folder);
    errno = error;
    fail_mode("disk", "open");
  }
  for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) measure_kernel("disk", &kernels[i], options->scale);
  print_line("{\"isoscope\":\"place\",\"mode\":\"disk\",\"filesystem\":\"%s\",\"cached_bytes\":%llu}\n",
             name_filesystem(), (unsigned long long)cached_bytes);
  remove_folder();
}
