// Values by number, of GPUs and of links.

#include "tests/support/nvml_stand_in.h"

using namespace nvml_stand_in;

namespace {

struct Value {
  std::uint32_t type = 1;
  std::uint64_t bits = 0;
  int code = kOk;
};

Value u32(std::uint32_t value) {
  return {1, value, kOk};
}

Value u64(std::uint64_t value) {
  return {3, value, kOk};
}

Value i32(std::int32_t value) {
  return {5, static_cast<std::uint32_t>(value), kOk};
}

Value refused(int code) {
  return {1, 0, code};
}

Value value_of_link(std::uint32_t id, std::uint32_t link) {
  const bool fifth = is("partly");
  switch (id) {
    case 138:
      return u64(1000 + link);
    case 139:
      return u64(2000 + link);
    case 140:
      return u64(1100);
    case 141:
      return u64(2100);
    case 161:
      return fifth ? refused(kNotSupported) : u64(link);
    case 162:
    case 163:
      return fifth ? refused(kNotSupported) : u64(0);
    case 164:
      return u32(26562);
    case 166:
      return u32(6);
    case 220:
      return fifth ? u64(0x30c) : refused(kNotSupported);  // 3 * 10^-12
    default:
      return fifth && id >= 201 ? u64(id) : refused(kNotSupported);
  }
}

Value value_that_is_odd(std::uint32_t id) {
  switch (id) {
    case 82:
      return u32(0xFFFFFFFFU);
    case 83:
      return u64(0x7ffffffffffffff1U);
    case 185:
      return refused(kNoPermission);
    case 186:
      return {9, 0, kOk};
    default:
      return refused(kNotSupported);
  }
}

Value value_of(std::uint32_t id) {
  if (is("partly")) {
    return value_that_is_odd(id);
  }
  switch (id) {
    case 1:
    case 2:
    case 142:
      return u32(1);
    case 3:
      return u64(7);
    case 5:
      return u64(70);
    case 6:
      return u64(2);
    case 29:
    case 30:
    case 31:
      return refused(kNotSupported);
    case 74:
      return u64(2500000000U);
    case 82:
      return u32(61);
    case 83:
      return u64(123456789);
    case 94:
      return u32(5);
    case 185:
      return u32(351500);
    case 186:
      return u32(349000);
    case 187:
      return u32(200000);
    case 188:
    case 189:
      return u32(700000);
    case 190:
    case 192:
      return u32(650000);
    case 193:
      return i32(-8);
    case 194:
      return i32(-2);
    case 195:
    case 196:
      return i32(0);
    case 197:
      return u64(std::uint64_t{1} << 40U);
    default:
      return u32(0);
  }
}

bool is_link_field(std::uint32_t id) {
  return (id >= 138 && id <= 141) || (id >= 161 && id <= 166) || (id >= 201 && id <= 222);
}

}  // namespace

extern "C" {

// NOLINTNEXTLINE(readability-identifier-naming)
int nvmlDeviceGetFieldValues(Handle device, int count, void* values) {
  if (const int code = touch(device)) {
    return code;
  }
  for (int i = 0; i < count; ++i) {
    char* at = static_cast<char*>(values) + static_cast<std::ptrdiff_t>(i) * 40;
    const auto id = get<std::uint32_t>(at, 0);
    auto value = is_link_field(id) ? value_of_link(id, get<std::uint32_t>(at, 4)) : value_of(id);
#ifdef NVML_STAND_IN_OLD
    if (id > 166) {
      value = refused(kBadArgument);
    }
#endif
    put(at, 24, value.type);
    put(at, 28, value.code);
    put(at, 32, value.bits);
  }
  return kOk;
}

}  // extern "C"
