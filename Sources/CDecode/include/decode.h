#pragma once

#include <stddef.h>
#include <stdint.h>

/// Where control goes after an instruction.
enum harness_flow {
  /// It is none, or nothing comes after it: a return, a trap.
  harness_flow_ends,
  harness_flow_returns,
  harness_flow_next,
  harness_flow_jumps,
  harness_flow_branches,
  harness_flow_calls,
  /// cpuid and xgetbv: on, and what comes may depend on the processor.
  harness_flow_asks
};

/// What a walk through x86-64 code has to know of an instruction.
struct harness_instruction {
  enum harness_flow flow;
  /// Bytes; 0 where the bytes are no instruction.
  uint8_t length;
  /// 1 to 4: the x86-64 level that has it, as far as it is in one; 1 for what is in none.
  uint8_t level;
  /// Whether `distance` is where a jump, a branch or a call goes.
  uint8_t is_direct;
  /// Whether it reads, jumps or calls through memory that lies at `distance`.
  uint8_t uses_place;
  /// Whether `distance` is an address that it makes (lea).
  uint8_t makes_address;
  /// From the end of the instruction.
  int64_t distance;
  /// Of its name.
  uint16_t mnemonic;
};

/// Decodes the first instruction of `size` bytes. Nothing is run, and nothing behind the bytes is read.
struct harness_instruction harness_decode(const uint8_t *_Nonnull code, size_t size);

/// `vmovdqu`
const char *_Nonnull harness_mnemonic(uint16_t mnemonic);
