#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <unistd.h>

/// Stands in for libnvidia-ml.so.1 in tests: two H200s with two NVLinks between them. What is wrong
/// with them says the environment variable NVML_STAND_IN:
///   healthy      nothing
///   lost         the second GPU is lost: whatever it is asked, 15
///   lost_early   the same from the start: it gives no handle
///   hung         a call on the second GPU never comes back
///   hung_init    nvmlInit_v2 never comes back
///   crashes      a call on the second GPU ends the process
///   no_driver    nvmlInit_v2 says that the driver is not loaded
///   partly       much is not supported, not permitted or stood in for; MIG is on; NVLink 5
///   xids         at first three Xids wait to be heard
///   noisy        the library prints on stdout
/// Built a second time with NVML_STAND_IN_OLD it lacks what drivers of about 2021 lack.
/// It writes at the offsets that NVIDIA documents and knows none of the product's declarations.
namespace nvml_stand_in {

inline constexpr int kOk = 0;
inline constexpr int kBadArgument = 2;
inline constexpr int kNotSupported = 3;
inline constexpr int kNoPermission = 4;
inline constexpr int kNotFound = 6;
inline constexpr int kDriverNotLoaded = 9;
inline constexpr int kTimeout = 10;
inline constexpr int kLost = 15;
inline constexpr int kVersionMismatch = 25;
inline constexpr unsigned kGpus = 2;
inline constexpr unsigned kLinks = 2;

using Handle = void*;

inline std::string_view behaviour() {
  const char* text = std::getenv("NVML_STAND_IN");  // NOLINT(concurrency-mt-unsafe)
  return text == nullptr ? "healthy" : text;
}

inline bool is(std::string_view word) {
  return behaviour() == word;
}

/// Handles: 1 and 2 the GPUs, 11 and 12 partitions of the first.
inline std::uintptr_t number(Handle handle) {
  return reinterpret_cast<std::uintptr_t>(handle);
}

inline Handle handle_of(std::uintptr_t value) {
  return reinterpret_cast<Handle>(value);
}

inline void hang() {
  while (true) {
    ::pause();
  }
}

/// What every call on a device does first.
inline int touch(Handle device) {
  const bool second = number(device) == 2;
  return second && is("lost") ? kLost : kOk;
}

template <typename T>
void put(void* at, std::size_t offset, T value) {
  std::memcpy(static_cast<char*>(at) + offset, &value, sizeof(value));
}

template <typename T>
T get(const void* at, std::size_t offset) {
  T value{};
  std::memcpy(&value, static_cast<const char*>(at) + offset, sizeof(value));
  return value;
}

inline int put_text(char* buffer, unsigned length, std::string_view text) {
  if (text.size() >= length) {
    return 7;  // insufficient size
  }
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = '\0';
  return kOk;
}

inline void put_pci(void* info, unsigned gpu) {
  std::memset(info, 0, 68);
  put<std::uint32_t>(info, 16, 0);
  put<std::uint32_t>(info, 20, gpu == 0 ? 0x9bU : 0xdbU);
  put<std::uint32_t>(info, 24, 0);
  put<std::uint32_t>(info, 28, 0x233510deU);
  put<std::uint32_t>(info, 32, 0x18be10deU);
  std::memcpy(static_cast<char*>(info) + 36, gpu == 0 ? "00000000:9B:00.0" : "00000000:DB:00.0",
              16);
}

}  // namespace nvml_stand_in
