/*
 * The mode `memory`. With --bytes it takes so much and holds it, with --base so much before that, says so (`memory-base`)
 * and leaves three seconds for somebody to look; else it does two kinds of fixed work: `touch` takes
 * fresh pages, which costs the kernel and, in a guest, the hypervisor's page tables; `chase` reads 64 MiB in an order
 * that no prefetcher guesses, which costs cache and address translation.
 */
#include "probe.h"

#include <sys/mman.h>
#include <unistd.h>

/* Of one mapping; a guest of 256 MiB has room for it. */
enum { MAPPING = 64 * 1024 * 1024 };

/* Small pages only: whether a kernel gives huge ones differs, and the work shall not. */
static u64 *map_memory(size_t bytes) {
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (memory == MAP_FAILED) fail_mode("memory", "mmap");
#ifdef MADV_NOHUGEPAGE
  madvise(memory, bytes, MADV_NOHUGEPAGE);
#endif
  return memory;
}

/* `work` pages of 4 KiB, a word written into each. */
static u64 run_touch(u64 work) {
  enum { PAGE = 4096, WORDS = PAGE / sizeof(u64), PAGES = MAPPING / PAGE };
  u64 state = 0x9e6c63d0676a9a99u, hash = 0;
  for (u64 left = work; left > 0;) {
    u64 pages = left < PAGES ? left : PAGES;
    u64 *memory = map_memory(pages * PAGE);
    for (u64 page = 0; page < pages; page++) memory[page * WORDS] = next_random(&state);
    for (u64 page = 0; page < pages; page++) hash = mix(hash, memory[page * WORDS]);
    munmap(memory, pages * PAGE);
    left -= pages;
  }
  return hash;
}

/* Where the next word is depends on this one: no two reads are under way at once. */
static u64 run_chase(u64 work) {
  enum { WORDS = MAPPING / sizeof(u64) };
  u64 state = 0xd1b54a32d192ed03u, hash = 0;
  u64 *memory = map_memory(MAPPING);
  for (size_t i = 0; i < WORDS; i++) memory[i] = next_random(&state);
  for (u64 i = 0; i < work; i++) hash = mix(hash, memory[hash % WORDS]);
  munmap(memory, MAPPING);
  return hash;
}

static const struct kernel kernels[] = {{"touch", run_touch, 60000}, {"chase", run_chase, 2000000}};

static void hold_memory(u64 size) {
  struct usage start = read_usage();
  unsigned char *bytes = (unsigned char *)map_memory(size);
  /* Random words: pages that no kernel can merge or compress, or the touched bytes would not be the used bytes. */
  static u64 state = 0x9e6c63d0676a9a99u; /* goes on, so that no two pages of two calls are alike */
  u64 hash = 0;
  for (u64 offset = 0; offset < size; offset += sizeof state) {
    u64 rest = size - offset;
    u64 word = next_random(&state);
    memcpy(bytes + offset, &word, rest < sizeof word ? rest : sizeof word);
    hash = mix(hash, word);
  }
  print_result("\"mode\":\"memory\"", start, read_usage(), size, hash);
}

void run_memory_mode(const struct options *options) {
  if (options->base_bytes > 0) {
    hold_memory(options->base_bytes);
    print_done("memory-base");
    nanosleep(&(struct timespec){3, 0}, NULL);
  }
  if (options->bytes > 0) {
    hold_memory(options->bytes);
    return;
  }
  for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) measure_kernel("memory", &kernels[i], options->scale);
}
