#define _GNU_SOURCE
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* High enough that closing 3…255 leaves it alone; an artifact that closes everything still loses it, and is told. */
enum { first_high_descriptor = 900 };

static int wire = wire_descriptor;
static int stacks = stacks_descriptor;
static char line[wire_line_limit];
static size_t length;
static bool comma;

static int moved_up(int descriptor) {
  int high = fcntl(descriptor, F_DUPFD_CLOEXEC, first_high_descriptor);
  if (high < 0)
    return descriptor;
  close(descriptor);
  return high;
}

void wire_open(void) {
  wire = moved_up(wire_descriptor);
  stacks = moved_up(stacks_descriptor);
}

static bool die_with_wire(void) { _exit(wire_exit_lost); }
static bool (*await_reader)(void) = die_with_wire;

void wire_use(int descriptor, bool (*wanted)(void)) {
  wire = descriptor;
  await_reader = wanted;
}

int wire_records(void) { return wire; }

int wire_stacks(void) { return stacks; }

static void write_all(const char *bytes, size_t count) {
  while (count > 0 && wire >= 0) {
    ssize_t written = write(wire, bytes, count);
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    } else if (errno != EINTR && !await_reader()) {
      wire = -1;
    }
  }
}

/* Two bytes stay free for the newline; a record too long is cut, and the reader refuses it. */
static void put(const char *bytes, size_t count) {
  const size_t limit = sizeof line - 2;
  if (length >= limit)
    return;
  if (count > limit - length)
    count = limit - length;
  memcpy(line + length, bytes, count);
  length += count;
}

static void put_text(const char *text) { put(text, strlen(text)); }

static void separate(void) {
  if (comma)
    put(",", 1);
  comma = true;
}

void wire_begin(void) {
  length = 0;
  comma = true;
  put_text("{\"harness\":1");
}

void wire_key(const char *key) {
  separate();
  put("\"", 1);
  put_text(key);
  put("\":", 2);
  comma = false;
}

/* Length of the UTF-8 sequence at `bytes`, 0 where it is not one (RFC 3629, table 3-7 of Unicode). */
static size_t utf8_length(const unsigned char *bytes, size_t left) {
  unsigned char first = bytes[0];
  size_t count = first < 0x80                    ? 1
                 : first >= 0xc2 && first < 0xe0 ? 2
                 : first >= 0xe0 && first < 0xf0 ? 3
                 : first >= 0xf0 && first < 0xf5 ? 4
                                                 : 0;
  if (count == 0 || count > left)
    return 0;
  for (size_t i = 1; i < count; i++)
    if ((bytes[i] & 0xc0) != 0x80)
      return 0;
  if ((first == 0xe0 && bytes[1] < 0xa0) || (first == 0xed && bytes[1] > 0x9f) || (first == 0xf0 && bytes[1] < 0x90) ||
      (first == 0xf4 && bytes[1] > 0x8f))
    return 0;
  return count;
}

static size_t put_escaped(const unsigned char *bytes, size_t left) {
  static const char hex[] = "0123456789abcdef";
  size_t count = utf8_length(bytes, left);
  if (count == 0) {
    put_text("\\ufffd");
    return 1;
  }
  if (*bytes == '"' || *bytes == '\\') {
    put("\\", 1);
    put((const char *)bytes, 1);
  } else if (*bytes < 0x20 || *bytes == 0x7f) {
    char escape[6] = {'\\', 'u', '0', '0', hex[*bytes >> 4], hex[*bytes & 15]};
    put(escape, sizeof escape);
  } else {
    put((const char *)bytes, count);
  }
  return count;
}

void wire_string_bytes(const char *bytes, size_t count) {
  separate();
  put("\"", 1);
  for (size_t i = 0; i < count && length < sizeof line - 64;)
    i += put_escaped((const unsigned char *)bytes + i, count - i);
  put("\"", 1);
}

void wire_string(const char *text) { wire_string_bytes(text, strlen(text)); }

/* Without stdio: a record may be written by a signal handler. */
static void put_integer(long long value) {
  char digits[24];
  size_t at = sizeof digits;
  unsigned long long rest = value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value;
  do
    digits[--at] = (char)('0' + rest % 10);
  while (rest /= 10);
  if (value < 0)
    digits[--at] = '-';
  put(digits + at, sizeof digits - at);
}

void wire_number(double value) {
  char digits[40];
  separate();
  if (!isfinite(value))
    put_text("null");
  else if (value == floor(value) && fabs(value) < 1e15)
    put_integer((long long)value);
  else
    put(digits, (size_t)snprintf(digits, sizeof digits, "%.9g", value));
}

void wire_bool(bool value) {
  separate();
  put_text(value ? "true" : "false");
}

void wire_null(void) {
  separate();
  put_text("null");
}

static void open_nested(const char *bracket) {
  separate();
  put(bracket, 1);
  comma = false;
}

static void close_nested(const char *bracket) {
  put(bracket, 1);
  comma = true;
}

void wire_open_object(void) { open_nested("{"); }
void wire_close_object(void) { close_nested("}"); }
void wire_open_array(void) { open_nested("["); }
void wire_close_array(void) { close_nested("]"); }

void wire_numbers(const double *values, size_t count) {
  wire_open_array();
  for (size_t i = 0; i < count; i++)
    wire_number(values[i]);
  wire_close_array();
}

void wire_end(void) {
  put("}", 1);
  line[length++] = '\n';
  write_all(line, length);
}

void wire_raw(const char *record, size_t count) {
  write_all(record, count);
  write_all("\n", 1);
}

static void string_record(const char *key, const char *text) {
  wire_begin();
  wire_key(key);
  wire_string(text);
  wire_end();
}

void wire_step(const char *step) { string_record("step", step); }
void wire_skip(const char *reason) { string_record("skip", reason); }
void wire_unmeasured(const char *reason) { string_record("unmeasured", reason); }

static void begin_fact(const char *fact) {
  wire_begin();
  wire_key("fact");
  wire_string(fact);
  wire_key("value");
}

void wire_fact_number(const char *fact, double value) {
  begin_fact(fact);
  wire_number(value);
  wire_end();
}

void wire_fact_string(const char *fact, const char *value) {
  begin_fact(fact);
  wire_string(value);
  wire_end();
}

void wire_fact_bool(const char *fact, bool value) {
  begin_fact(fact);
  wire_bool(value);
  wire_end();
}

void wire_series(const char *fact, const double *calls, const double *values, size_t count) {
  wire_begin();
  wire_key("series");
  wire_open_object();
  wire_key("fact");
  wire_string(fact);
  wire_key("calls");
  wire_numbers(calls, count);
  wire_key("values");
  wire_numbers(values, count);
  wire_close_object();
  wire_end();
}
