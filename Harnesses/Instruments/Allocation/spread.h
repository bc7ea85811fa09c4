/* Finaliser of splitmix64 (Steele, Lea, Flood 2014): spreads addresses, whose low bits are equal. */
#pragma once

#include <stdint.h>

static inline uint64_t spread(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}
