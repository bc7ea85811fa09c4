#define _GNU_SOURCE
#include "preparation.h"

#include "signature.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
  struct preparation *preparation;
  const struct instance *instance;
  const struct exercise_statement *statement;
  uint8_t kinds[exercise_variables];
};

static bool complain(struct check *check, const char *type, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  snprintf(check->preparation->type, sizeof check->preparation->type, "%s", type);
  vsnprintf(check->preparation->message, sizeof check->preparation->message, format, arguments);
  va_end(arguments);
  return false;
}

static uint8_t kind_of(const struct check *check, const struct exercise_value *value) {
  return value->variable < 0 ? value->kind : check->kinds[value->variable];
}

static bool find(struct check *check, const char *name, size_t length, struct wasmtime_func *function) {
  return instance_function(check->instance, name, length, function) ||
         complain(check, "no-such-export", "the module exports no function `%.100s`", name);
}

static bool same_kinds(const struct check *check, const struct wasm_valtype_vec *types) {
  bool same = types->size == check->statement->count;
  for (size_t i = 0; same && i < types->size; i++)
    same = wasmtime.wasm_valtype_kind(types->data[i]) == kind_of(check, &check->statement->arguments[i]);
  return same;
}

static bool mismatch(struct check *check, const wasm_functype *type) {
  uint8_t kinds[exercise_arguments];
  char takes[signature_length], given[signature_length];
  for (size_t i = 0; i < check->statement->count; i++)
    kinds[i] = kind_of(check, &check->statement->arguments[i]);
  signature_of_function(takes, type);
  signature_of_values(given, kinds, check->statement->count);
  return complain(check, "type-mismatch", "`%.100s` is %s, and the exercise calls it with %s", check->statement->name,
                  takes, given);
}

static bool check_results(struct check *check, const wasm_functype *type) {
  const struct wasm_valtype_vec *results = wasmtime.wasm_functype_results(type);
  const struct exercise_statement *statement = check->statement;
  char gives[signature_length];
  signature_of_function(gives, type);
  if (results->size > preparation_results)
    return complain(check, "type-mismatch", "`%.100s` is %s, more results than the host has room for", statement->name,
                    gives);
  if ((statement->is_expected || statement->result >= 0) && results->size != 1)
    return complain(check, "type-mismatch", "`%.100s` is %s, and the exercise needs one result of it", statement->name,
                    gives);
  uint8_t kind = results->size ? wasmtime.wasm_valtype_kind(results->data[0]) : 0;
  if (statement->is_expected && kind_of(check, &statement->expected) != kind)
    return complain(check, "type-mismatch", "`%.100s` is %s, and the exercise expects %s", statement->name, gives,
                    signature_kind(kind_of(check, &statement->expected)));
  if (statement->result >= 0)
    check->kinds[statement->result] = kind;
  return true;
}

static bool prepare_call(struct check *check, struct prepared *prepared) {
  if (!find(check, check->statement->name, check->statement->length, &prepared->function))
    return false;
  wasm_functype *type = wasmtime.wasmtime_func_type(check->instance->context, &prepared->function);
  prepared->result_count = wasmtime.wasm_functype_results(type)->size;
  bool fits =
      same_kinds(check, wasmtime.wasm_functype_params(type)) ? check_results(check, type) : mismatch(check, type);
  wasmtime.wasm_functype_delete(type);
  return fits;
}

static bool prepare_write(struct check *check) {
  uint8_t kind = kind_of(check, &check->statement->arguments[0]);
  if (check->instance->memory_count == 0)
    return complain(check, "no-such-export", "the module exports no memory to write to");
  return kind == wasm_i32 || kind == wasm_i64 ||
         complain(check, "type-mismatch", "an address is i32 or i64, and the exercise writes to one of %s",
                  signature_kind(kind));
}

static bool prepare(struct check *check, struct prepared *prepared) {
  switch (check->statement->kind) {
  case exercise_call:
    return prepare_call(check, prepared);
  case exercise_start:
    return find(check, "_start", strlen("_start"), &prepared->function);
  case exercise_write:
    return prepare_write(check);
  }
  return false;
}

bool preparation_make(struct preparation *preparation, const struct exercise *exercise,
                      const struct instance *instance) {
  struct check check = {.preparation = preparation, .instance = instance};
  memset(preparation, 0, sizeof *preparation);
  for (size_t part = 0; part < exercise_parts; part++) {
    size_t count = exercise->parts[part].count;
    preparation->parts[part] = calloc(count + 1, sizeof *preparation->parts[part]);
    if (!preparation->parts[part])
      return complain(&check, "out-of-memory", "no memory for the statements of the exercise");
    for (size_t i = 0; i < count; i++) {
      check.statement = &exercise->parts[part].statements[i];
      if (!prepare(&check, &preparation->parts[part][i]))
        return false;
    }
  }
  return true;
}

void preparation_free(struct preparation *preparation) {
  for (size_t part = 0; part < exercise_parts; part++)
    free(preparation->parts[part]);
}
