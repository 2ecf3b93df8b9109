/* Waits 50 ms and becomes the probe: a container whose start-up is later by a known time. */
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct timespec wait = {.tv_nsec = 50 * 1000000};
  (void)argc;
  nanosleep(&wait, 0);
  execv("/probe", argv);
  return 127;
}
