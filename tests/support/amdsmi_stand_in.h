#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <unistd.h>

/// Stands in for libamd_smi.so in tests: two sockets, the first of which is in two partitions. What
/// is wrong with them says the environment variable AMDSMI_STAND_IN:
///   healthy      26.1.0, nothing
///   rocm62       24.6.3, with its shorter structures
///   rocm64       25.25.3
///   twofold      24.7.1, of which there are two
///   newer        27.0.0: any call but that for the version ends the process
///   two_tales    the build string is another version than the numbers
///   grown        26.3.0, whose VBIOS structure and events are longer than they were
///   lost         whatever the second socket is asked fails
///   hung         a call on the second socket never comes back
///   hung_init    amdsmi_init never comes back
///   crashes      a call on the second socket ends the process
///   no_driver    amdsmi_init says that the driver is not loaded
///   blank        "N/A", empty and all ones wherever a value should stand
///   user         what only root may read is refused, and /dev/kfd cannot be opened
///   events       at first events wait to be heard, one of them of a kind that is not asked for
///   noisy        the library prints on stdout
/// It writes at the offsets that AMD's headers give and knows none of the product's declarations.
namespace amdsmi_stand_in {

inline constexpr unsigned kOk = 0;
inline constexpr unsigned kBadArgument = 1;
inline constexpr unsigned kNotSupported = 2;
inline constexpr unsigned kApiFailed = 7;
inline constexpr unsigned kFileError = 14;
inline constexpr unsigned kDriverNotLoaded = 34;
inline constexpr unsigned kNoData = 40;

using Handle = void*;

inline std::string_view behaviour() {
  const char* text = std::getenv("AMDSMI_STAND_IN");  // NOLINT(concurrency-mt-unsafe)
  return text == nullptr ? "healthy" : text;
}

inline bool is(std::string_view word) {
  return behaviour() == word;
}

/// Handles: 101 and 102 sockets; 1 and 2 their processors, 11 a partition of the first.
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

template <typename T>
void put(void* at, std::size_t offset, T value) {
  std::memcpy(static_cast<char*>(at) + offset, &value, sizeof(value));
}

/// As strncpy, which the library uses: the rest of the field becomes 0.
inline void put_text(void* at, std::size_t offset, std::size_t length, std::string_view text) {
  std::memset(static_cast<char*>(at) + offset, 0, length);
  std::memcpy(static_cast<char*>(at) + offset, text.data(), text.size());
}

/// Which of the three ages of structures it plays.
enum class Age { short_texts, long_texts, release_26 };

inline Age age() {
  if (is("rocm62") || is("twofold")) {
    return Age::short_texts;
  }
  return is("rocm64") ? Age::long_texts : Age::release_26;
}

}  // namespace amdsmi_stand_in
