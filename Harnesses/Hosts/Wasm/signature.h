/* Types of functions and imports, as text: `(i32, i64) -> f32`. */
#pragma once

#include "wasmtime_api.h"

enum { signature_length = 256 };

const char *signature_kind(uint8_t kind);
void signature_of_function(char text[signature_length], const wasm_functype *type);
void signature_of_values(char text[signature_length], const uint8_t *kinds, size_t count);
/* Appends `env.missing, a function (i32) -> ()`, after a comma where there is something already. */
void signature_of_import(char *text, size_t size, const wasm_importtype *import);
