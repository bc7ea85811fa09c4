/* exercise.h for C++: what leaves the code as an exception becomes a `raised` record, by its dynamic type. */
#pragma once

#include "exercise.h"

#include <cstdlib>
#include <cxxabi.h>
#include <exception>
#include <string>
#include <typeinfo>

inline std::string harness_name(const std::type_info *type) {
  int status = 0;
  if (!type)
    return "foreign exception"; /* thrown by another language: a Rust panic */
  char *name = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
  std::string text = name ? name : type->name();
  std::free(name);
  return text;
}

/* In a handler: what is being handled, as it was thrown. */
inline void harness_caught(const struct harness *harness, const char *declared) {
  std::string type = harness_name(abi::__cxa_current_exception_type());
  try {
    throw;
  } catch (const harness_expectation &expectation) {
    harness->raised(harness, "expectation", nullptr, expectation.condition);
  } catch (const std::exception &exception) {
    harness->raised(harness, type.c_str(), declared, exception.what());
  } catch (...) {
    harness->raised(harness, type.c_str(), declared, "");
  }
}

#define HARNESS_CATCH                                                                                                  \
  catch (...) {                                                                                                        \
    harness_caught(harness, nullptr);                                                                                  \
  }
