#ifndef ISOSCOPE_MODULES_H
#define ISOSCOPE_MODULES_H

#include <stdbool.h>

/*
 * Loads the kernel modules that /modules/order names, in that order, and removes each file, since an initramfs is memory.
 * `complain` is told the path of one that cannot be loaded, with errno set; it may end the program. Returns false when
 * there is no such list.
 */
bool load_modules(void (*complain)(const char *path));

#endif
