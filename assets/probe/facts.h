/* Facts as JSON lines, {"isoscope":"fact","id":…,"value":…,"why":…}, and the small readers they come from. */
#ifndef ISOSCOPE_FACTS_H
#define ISOSCOPE_FACTS_H

#include "probe.h"

void print_string_fact(const char *id, const char *value);
void print_number_fact(const char *id, u64 value);
/* What could not be found out: null, and why. */
void print_unknown_fact(const char *id, const char *why);

/* The file's first size - 1 bytes, terminated, without the newline at its end. Returns false with errno set. */
bool read_text(const char *path, char *text, size_t size);
/* The rest of the line that begins with `field`, into value; false when there is none. */
bool find_field(const char *text, const char *field, char *value, size_t size);

/* devices.c */
void report_devices(void);
/* limits.c */
void report_limits(void);

#endif
