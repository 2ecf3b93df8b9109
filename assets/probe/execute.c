#include "execute.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

void execute(char *const *argv) {
  if (strchr(argv[0], '/')) {
    execve(argv[0], argv, environ);
    return;
  }
  const char *path = getenv("PATH");
  bool denied = false;
  errno = ENOENT;
  for (const char *at = path ? path : "/usr/local/bin:/usr/bin:/bin"; at;) {
    const char *end = strchr(at, ':');
    int length = end ? (int)(end - at) : (int)strlen(at);
    char file[PATH_MAX];
    /* An empty entry means the working directory. */
    int written = snprintf(file, sizeof file, "%.*s%s%s", length, at, length > 0 ? "/" : "", argv[0]);
    if (written > 0 && written < (int)sizeof file) execve(file, argv, environ);
    else errno = ENAMETOOLONG;
    if (errno == EACCES) denied = true;
    else if (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG) return;
    at = end ? end + 1 : NULL;
  }
  errno = denied ? EACCES : ENOENT;
}
