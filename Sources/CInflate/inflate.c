#include "include/inflate.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

struct harness_inflater {
  struct inflate_state state;
  uint32_t crc;
};

harness_inflater *harness_inflater_create(void) { return malloc(sizeof(harness_inflater)); }

void harness_inflater_destroy(harness_inflater *inflater) { free(inflater); }

void harness_inflater_start(harness_inflater *inflater) {
  isal_inflate_init(&inflater->state);
  inflater->state.avail_in = 0;
  inflater->crc = 0;
}

enum harness_inflate_result harness_inflate(harness_inflater *inflater, const uint8_t *input, size_t input_size,
                                            size_t *consumed, uint8_t *output, size_t output_size, size_t *produced) {
  struct inflate_state *state = &inflater->state;
  state->next_in = (uint8_t *)input;
  state->avail_in = (uint32_t)input_size;
  state->next_out = output;
  state->avail_out = (uint32_t)output_size;
  int status = isal_inflate(state);
  *consumed = input_size - state->avail_in;
  *produced = output_size - state->avail_out;
  inflater->crc = crc32_gzip_refl(inflater->crc, output, *produced);
  if (status != ISAL_DECOMP_OK)
    return harness_inflate_damaged;
  return state->block_state == ISAL_BLOCK_FINISH ? harness_inflate_end : harness_inflate_more;
}

uint32_t harness_inflater_crc(const harness_inflater *inflater) { return inflater->crc; }
