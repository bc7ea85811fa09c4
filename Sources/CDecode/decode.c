#include "include/decode.h"

#include <Zydis/Zydis.h>

/* The levels: System V psABI for x86-64, table 3.1, "Micro-Architecture Levels". What is in none of them (AES, SHA,
   ADX) isn't told; AVX-512's later parts and the VEX forms of AES and the like come with processors of levels 4 and 3
   alone. lzcnt and tzcnt, of the third, are left out: older processors run them as bsr and bsf, and compilers write
   tzcnt into code for any of them where the two agree. */
static uint8_t level_of(const ZydisDecodedInstruction *instruction) {
  ZydisISASet set = instruction->meta.isa_set;
  if (set >= ZYDIS_ISA_SET_AVX512BW_128 && set <= ZYDIS_ISA_SET_AVX512_VPOPCNTDQ_512)
    return 4;
  if (instruction->mnemonic == ZYDIS_MNEMONIC_TZCNT)
    return 1;
  switch (set) {
  case ZYDIS_ISA_SET_AVX:
  case ZYDIS_ISA_SET_AVX2:
  case ZYDIS_ISA_SET_AVX2GATHER:
  case ZYDIS_ISA_SET_AVXAES:
  case ZYDIS_ISA_SET_AVX_GFNI:
  case ZYDIS_ISA_SET_AVX_VNNI:
  case ZYDIS_ISA_SET_VAES:
  case ZYDIS_ISA_SET_VPCLMULQDQ:
  case ZYDIS_ISA_SET_BMI1:
  case ZYDIS_ISA_SET_BMI2:
  case ZYDIS_ISA_SET_F16C:
  case ZYDIS_ISA_SET_FMA:
  case ZYDIS_ISA_SET_MOVBE:
    return 3;
  case ZYDIS_ISA_SET_CMPXCHG16B:
  case ZYDIS_ISA_SET_LAHF:
  case ZYDIS_ISA_SET_POPCNT:
  case ZYDIS_ISA_SET_SSE3:
  case ZYDIS_ISA_SET_SSE3X87:
  case ZYDIS_ISA_SET_SSSE3:
  case ZYDIS_ISA_SET_SSSE3MMX:
  case ZYDIS_ISA_SET_SSE4:
  case ZYDIS_ISA_SET_SSE42:
    return 2;
  default:
    return 1;
  }
}

static enum harness_flow flow_of(const ZydisDecodedInstruction *instruction) {
  switch (instruction->mnemonic) {
  case ZYDIS_MNEMONIC_CPUID:
  case ZYDIS_MNEMONIC_XGETBV:
    return harness_flow_asks;
  case ZYDIS_MNEMONIC_HLT:
  case ZYDIS_MNEMONIC_INT3:
  case ZYDIS_MNEMONIC_UD0:
  case ZYDIS_MNEMONIC_UD1:
  case ZYDIS_MNEMONIC_UD2:
  case ZYDIS_MNEMONIC_XBEGIN: /* goes on elsewhere where the transaction fails */
    return harness_flow_ends;
  default:
    break;
  }
  switch (instruction->meta.category) {
  case ZYDIS_CATEGORY_RET:
    return harness_flow_returns;
  case ZYDIS_CATEGORY_UNCOND_BR:
    return harness_flow_jumps;
  case ZYDIS_CATEGORY_COND_BR:
    return harness_flow_branches;
  case ZYDIS_CATEGORY_CALL:
    return harness_flow_calls;
  default:
    return harness_flow_next;
  }
}

/* An address relative to the instruction's end, of 4 bytes: Intel SDM, volume 2, 2.2.1.6. */
static int is_relative_to_itself(const ZydisDecodedInstruction *instruction) {
  return (instruction->attributes & ZYDIS_ATTRIB_HAS_MODRM) && instruction->raw.modrm.mod == 0 &&
         instruction->raw.modrm.rm == 5 && instruction->raw.disp.size == 32;
}

static void set_distance(struct harness_instruction *result, const ZydisDecodedInstruction *instruction) {
  if (instruction->raw.imm[0].is_relative) {
    result->is_direct = 1;
    result->distance = instruction->raw.imm[0].value.s;
  } else if (is_relative_to_itself(instruction)) {
    result->makes_address = instruction->mnemonic == ZYDIS_MNEMONIC_LEA;
    result->uses_place = !result->makes_address;
    result->distance = instruction->raw.disp.value;
  }
}

struct harness_instruction harness_decode(const uint8_t *code, size_t size) {
  struct harness_instruction result = {.flow = harness_flow_ends, .level = 1};
  ZydisDecoder decoder;
  ZydisDecodedInstruction instruction;
  if (!ZYAN_SUCCESS(ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64)) ||
      !ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(&decoder, NULL, code, size, &instruction)))
    return result;
  result.flow = flow_of(&instruction);
  result.length = instruction.length;
  result.level = level_of(&instruction);
  result.mnemonic = (uint16_t)instruction.mnemonic;
  set_distance(&result, &instruction);
  return result;
}

const char *harness_mnemonic(uint16_t mnemonic) {
  const char *name = ZydisMnemonicGetString((ZydisMnemonic)mnemonic);
  return name ? name : "?";
}
