/* An exercise as calls of exports, in the form that Sources/Running/WasmExercise.swift writes: one statement a line,
   words separated by a space, names and text in hexadecimal.

     part setup|call|after
     raises TYPE                            in hexadecimal
     call EXPORT RESULT EXPECTED ARGUMENT…  RESULT: `$3` is kept in variable 3, `-` is not kept; EXPECTED: `-` is any
     start WORD…                            runs `_start` of an instance of its own with these arguments
     write ADDRESS TEXT                     into the exported memory

   A value is `i32:BITS`, the bits in hexadecimal, or a variable. Nothing is allocated once it is read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { exercise_variables = 64, exercise_arguments = 16, exercise_text = 48 };

struct exercise_value {
  int variable; /* -1 for a literal */
  uint8_t kind; /* wasm_i32 … of a literal */
  uint64_t bits;
};

enum exercise_statement_kind { exercise_call, exercise_start, exercise_write };

struct exercise_statement {
  enum exercise_statement_kind kind;
  char *name; /* of the export; the text to write */
  size_t length;
  int result; /* variable; -1 where it is not kept */
  bool is_expected;
  struct exercise_value expected;
  struct exercise_value arguments[exercise_arguments]; /* the address to write to */
  const char *words[exercise_arguments + 2];           /* argv of `_start`: the first is the program's */
  size_t count;
};

struct exercise_part {
  struct exercise_statement *statements;
  size_t count;
};

enum exercise_part_name { exercise_setup, exercise_the_call, exercise_after, exercise_parts };

struct exercise {
  struct exercise_part parts[exercise_parts];
  const char *raises; /* NULL where nothing is declared */
};

/* False where the file can't be read or is not of that form: the harness's fault. */
bool exercise_read(struct exercise *exercise, const char *path);

/* `i32:-5`, as an exercise has it. */
void exercise_value_text(char text[exercise_text], uint8_t kind, uint64_t bits);
