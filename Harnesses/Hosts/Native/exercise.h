/* What a compiled exercise is written against. Control is inverted: the exercise's code is one function, in which the
   variables of `setup` are in sight of `call` and `after`, and it asks the host how to go on.

   Sources/Running/NativeExercise.swift writes that function, around the code in Matrix.yaml. C and C++. */
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct harness {
  /* Setup is done: `next` follows. */
  void (*ready)(const struct harness *harness);
  /* True while another call is to be made. */
  bool (*next)(const struct harness *harness);
  /* True where `after` is to run. */
  bool (*after)(const struct harness *harness);
  /* The code got to its end. */
  void (*finished)(const struct harness *harness);
  /* An error left the code; `base` is the declared type that caught it, NULL where none did. */
  void (*raised)(const struct harness *harness, const char *type, const char *base, const char *message);
  /* The call gave `value` where `raises` says `constant`, which is `expected`. */
  void (*returned)(const struct harness *harness, const char *constant, long long expected, long long value);
};

void harness_exercise(const struct harness *harness);

#ifdef __cplusplus
}
#endif

/* For the code of an exercise: where the condition doesn't hold, says so and leaves the setup, this call, or `after`.
 */
#ifdef __cplusplus
#define HARNESS_EXPECT(condition)                                                                                      \
  do {                                                                                                                 \
    if (!(condition))                                                                                                  \
      throw harness_expectation{#condition};                                                                           \
  } while (0)
struct harness_expectation {
  const char *condition;
};
#else
#define HARNESS_EXPECT(condition)                                                                                      \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      harness->raised(harness, "expectation", 0, #condition);                                                          \
      goto harness_stop;                                                                                               \
    }                                                                                                                  \
  } while (0)
#endif
