#define _GNU_SOURCE
#include "exercise_calls.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"i32", "i64", "f32", "f64"};
static const char *const part_names[] = {"setup", "call", "after"};

static int digit(char letter) { return letter <= '9' ? letter - '0' : letter - 'a' + 10; }

/* `-` is the empty text. */
static char *unhex(const char *word, size_t *length) {
  size_t count = strcmp(word, "-") == 0 ? 0 : strlen(word) / 2;
  char *text = calloc(1, count + 1);
  for (size_t i = 0; text && i < count; i++)
    text[i] = (char)(digit(word[2 * i]) << 4 | digit(word[2 * i + 1]));
  if (length)
    *length = count;
  return text;
}

static bool read_value(const char *word, struct exercise_value *value) {
  if (word[0] == '$') {
    value->variable = atoi(word + 1);
    return value->variable >= 0 && value->variable < exercise_variables;
  }
  value->variable = -1;
  for (uint8_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
    if (strncmp(word, kinds[kind], 3) == 0 && word[3] == ':') {
      value->kind = kind;
      value->bits = strtoull(word + 4, NULL, 16);
      return true;
    }
  return false;
}

static bool read_call(struct exercise_statement *statement, char **rest) {
  const char *name = strtok_r(NULL, " ", rest), *result = strtok_r(NULL, " ", rest);
  const char *expected = strtok_r(NULL, " ", rest);
  if (!name || !result || !expected)
    return false;
  statement->name = unhex(name, &statement->length);
  statement->result = result[0] == '$' ? atoi(result + 1) : -1;
  statement->is_expected = strcmp(expected, "-") != 0;
  bool sound = statement->name && statement->result < exercise_variables &&
               (!statement->is_expected || read_value(expected, &statement->expected));
  for (char *word; sound && (word = strtok_r(NULL, " ", rest)); statement->count++)
    sound = statement->count < exercise_arguments && read_value(word, &statement->arguments[statement->count]);
  return sound;
}

static bool read_start(struct exercise_statement *statement, char **rest) {
  statement->words[statement->count++] = "program.wasm";
  for (char *word; (word = strtok_r(NULL, " ", rest)); statement->count++) {
    if (statement->count > exercise_arguments)
      return false;
    statement->words[statement->count] = unhex(word, NULL);
  }
  return true;
}

static bool read_write(struct exercise_statement *statement, char **rest) {
  const char *address = strtok_r(NULL, " ", rest), *text = strtok_r(NULL, " ", rest);
  if (!address || !text || !read_value(address, &statement->arguments[0]))
    return false;
  statement->name = unhex(text, &statement->length);
  return statement->name != NULL;
}

static bool add_statement(struct exercise_part *part, const char *verb, char **rest) {
  void *larger = realloc(part->statements, (part->count + 1) * sizeof *part->statements);
  if (!larger)
    return false;
  part->statements = larger;
  struct exercise_statement *statement = &part->statements[part->count++];
  memset(statement, 0, sizeof *statement);
  statement->result = -1;
  if (strcmp(verb, "call") == 0)
    return read_call(statement, rest);
  statement->kind = strcmp(verb, "start") == 0 ? exercise_start : exercise_write;
  return statement->kind == exercise_start ? read_start(statement, rest) : read_write(statement, rest);
}

static bool read_line(struct exercise *exercise, struct exercise_part **part, char *line) {
  char *rest = NULL, *verb = strtok_r(line, " \n", &rest);
  if (!verb)
    return true;
  rest[strcspn(rest, "\n")] = 0;
  if (strcmp(verb, "raises") == 0)
    return (exercise->raises = unhex(rest, NULL)) != NULL;
  if (strcmp(verb, "part") != 0)
    return *part && add_statement(*part, verb, &rest);
  for (size_t i = 0; i < exercise_parts; i++)
    if (strcmp(rest, part_names[i]) == 0)
      *part = &exercise->parts[i];
  return *part != NULL;
}

bool exercise_read(struct exercise *exercise, const char *path) {
  struct exercise_part *part = NULL;
  FILE *file = fopen(path, "re");
  char *line = NULL;
  size_t size = 0;
  bool sound = file != NULL;
  while (sound && getline(&line, &size, file) >= 0)
    sound = read_line(exercise, &part, line);
  free(line);
  if (file)
    fclose(file);
  return sound;
}

void exercise_value_text(char text[exercise_text], uint8_t kind, uint64_t bits) {
  union {
    uint64_t bits;
    float f32;
    double f64;
  } number = {.bits = bits};
  switch (kind) {
  case 0:
    snprintf(text, exercise_text, "i32:%" PRId32, (int32_t)bits);
    break;
  case 1:
    snprintf(text, exercise_text, "i64:%" PRId64, (int64_t)bits);
    break;
  case 2:
    snprintf(text, exercise_text, "f32:%.9g", (double)number.f32);
    break;
  default:
    snprintf(text, exercise_text, "f64:%.17g", number.f64);
  }
}
