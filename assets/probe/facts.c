#include "facts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct line {
  char text[6 * 1024];
  size_t length;
};

static void add(struct line *line, const char *text) {
  size_t length = strlen(text);
  if (length > sizeof line->text - line->length) return;
  memcpy(line->text + line->length, text, length);
  line->length += length;
}

/* JSON: what is no printable ASCII becomes \u00XX, byte by byte. Cut where the line would become too long. */
static void add_string(struct line *line, const char *value) {
  add(line, "\"");
  for (; *value && line->length < sizeof line->text - 64; value++) {
    char escaped[8];
    unsigned char byte = (unsigned char)*value;
    if (byte == '"' || byte == '\\') snprintf(escaped, sizeof escaped, "\\%c", byte);
    else if (byte < ' ' || byte > '~') snprintf(escaped, sizeof escaped, "\\u%04x", byte);
    else snprintf(escaped, sizeof escaped, "%c", byte);
    add(line, escaped);
  }
  add(line, "\"");
}

static void begin_fact(struct line *line, const char *id) {
  line->length = 0;
  add(line, "{\"isoscope\":\"fact\",\"id\":");
  add_string(line, id);
  add(line, ",\"value\":");
}

static void end_fact(struct line *line) {
  add(line, "}\n");
  print_text(line->text, line->length);
}

void print_string_fact(const char *id, const char *value) {
  struct line line;
  begin_fact(&line, id);
  add_string(&line, value);
  end_fact(&line);
}

void print_number_fact(const char *id, u64 value) {
  struct line line;
  char digits[24];
  snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
  begin_fact(&line, id);
  add(&line, digits);
  end_fact(&line);
}

void print_unknown_fact(const char *id, const char *why) {
  struct line line;
  begin_fact(&line, id);
  add(&line, "null,\"why\":");
  add_string(&line, why);
  end_fact(&line);
}

bool read_text(const char *path, char *text, size_t size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return false;
  size_t length = 0;
  while (length < size - 1) {
    ssize_t got = read(fd, text + length, size - 1 - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      int error = errno;
      close(fd);
      errno = error;
      return false;
    }
    if (got == 0) break;
    length += (size_t)got;
  }
  close(fd);
  if (length > 0 && text[length - 1] == '\n') length--;
  text[length] = '\0';
  return true;
}

bool find_field(const char *text, const char *field, char *value, size_t size) {
  size_t length = strlen(field);
  for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
    if (strncmp(line, field, length) != 0) continue;
    line += length;
    line += strspn(line, " \t");
    size_t end = strcspn(line, "\n");
    snprintf(value, size, "%.*s", (int)end, line);
    return true;
  }
  return false;
}
