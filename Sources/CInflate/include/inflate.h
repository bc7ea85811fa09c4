#pragma once

#include <stddef.h>
#include <stdint.h>

/// Inflates one raw deflate stream (RFC 1951), a piece at a time, and keeps the CRC-32 of what comes out.
///
/// ISA-L does the work, at two to four times zlib's speed; its state is larger than Swift imports a C structure.
typedef struct harness_inflater harness_inflater;

harness_inflater *_Nullable harness_inflater_create(void);
void harness_inflater_destroy(harness_inflater *_Nullable inflater);
/// Makes it ready for another stream.
void harness_inflater_start(harness_inflater *_Nonnull inflater);

enum harness_inflate_result { harness_inflate_more, harness_inflate_end, harness_inflate_damaged };

/// Reads from `input` and writes to `output` until one of them is used up; the counts come back in `consumed` and
/// `produced`.
enum harness_inflate_result harness_inflate(harness_inflater *_Nonnull inflater, const uint8_t *_Nonnull input,
                                            size_t input_size, size_t *_Nonnull consumed, uint8_t *_Nonnull output,
                                            size_t output_size, size_t *_Nonnull produced);

/// The CRC-32 (ISO 3309, as zip has it) of all that was produced since the start.
uint32_t harness_inflater_crc(const harness_inflater *_Nonnull inflater);
