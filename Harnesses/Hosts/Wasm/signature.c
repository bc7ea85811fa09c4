#define _GNU_SOURCE
#include "signature.h"

#include <stdio.h>
#include <string.h>

const char *signature_kind(uint8_t kind) {
  static const char *const names[] = {"i32", "i64", "f32", "f64", "v128"};
  return kind < sizeof names / sizeof *names ? names[kind] : "ref";
}

static void append(char *text, size_t size, const char *more) { strncat(text, more, size - strlen(text) - 1); }

static void append_values(char *text, size_t size, const struct wasm_valtype_vec *types) {
  append(text, size, "(");
  for (size_t i = 0; i < types->size; i++) {
    append(text, size, i ? ", " : "");
    append(text, size, signature_kind(wasmtime.wasm_valtype_kind(types->data[i])));
  }
  append(text, size, ")");
}

static void append_function(char *text, size_t size, const wasm_functype *type) {
  append_values(text, size, wasmtime.wasm_functype_params(type));
  append(text, size, " -> ");
  append_values(text, size, wasmtime.wasm_functype_results(type));
}

void signature_of_function(char text[signature_length], const wasm_functype *type) {
  text[0] = 0;
  append_function(text, signature_length, type);
}

void signature_of_values(char text[signature_length], const uint8_t *kinds, size_t count) {
  text[0] = 0;
  append(text, signature_length, "(");
  for (size_t i = 0; i < count; i++) {
    append(text, signature_length, i ? ", " : "");
    append(text, signature_length, signature_kind(kinds[i]));
  }
  append(text, signature_length, ")");
}

/* wasm_externkind_t, wasm.h. */
static const char *const extern_kinds[] = {"a function ", "a global", "a table", "a memory", "a tag"};

void signature_of_import(char *text, size_t size, const wasm_importtype *import) {
  const struct wasm_byte_vec *module = wasmtime.wasm_importtype_module(import);
  const struct wasm_byte_vec *name = wasmtime.wasm_importtype_name(import);
  const wasm_externtype *type = wasmtime.wasm_importtype_type(import);
  uint8_t kind = wasmtime.wasm_externtype_kind(type);
  char words[512];
  snprintf(words, sizeof words, "%s%.*s.%.*s, %s", text[0] ? "; " : "", (int)module->size, module->data,
           (int)name->size, name->data,
           kind < sizeof extern_kinds / sizeof *extern_kinds ? extern_kinds[kind] : "something");
  append(text, size, words);
  const wasm_functype *function = wasmtime.wasm_externtype_as_functype_const(type);
  if (function)
    append_function(text, size, function);
}
