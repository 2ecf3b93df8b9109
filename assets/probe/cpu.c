/* The mode `cpu`: five kernels that need nothing but a processor, and in the last one a kernel to call. */
#include "probe.h"

#include <math.h>
#include <sys/stat.h>

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

static const struct kernel kernels[] = {
    {"integer", run_integer, 120000000}, {"double", run_double, 75000000}, {"matrix", run_matrix, 4500},
    {"sort", run_sort, 110},             {"syscalls", run_syscalls, 2250000},
};
enum { KERNEL_COUNT = sizeof kernels / sizeof kernels[0] };

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

bool are_cpu_kernels(const char *list) {
  size_t length = strlen(list);
  if (length == 0 || list[length - 1] == ',') return false;
  while (*list) {
    if (!take_kernel(&list)) return false;
  }
  return true;
}

void run_cpu_mode(const struct options *options) {
  for (const char *list = options->kernels; *list;) {
    const struct kernel *kernel = take_kernel(&list);
    if (kernel) measure_kernel("cpu", kernel, options->scale);
  }
}
