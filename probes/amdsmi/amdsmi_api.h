#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/library.h"
#include "schemas/result.h"

/// AMD's management library as it is called here: our own declarations of its binary interface on
/// 64-bit little-endian Linux, after include/amd_smi/amdsmi.h of ROCm/amdsmi, 24.6 to 26.5. Called
/// in a child process only (amdsmi_child.h). Nothing here sets anything but what the caller itself
/// wants to hear of.
namespace rackproof::amdsmi {

using Handle = void*;  ///< The library's own, of a socket or a processor; good until it is shut.

/// What every call returns (amdsmi_status_t).
namespace code {
inline constexpr unsigned kOk = 0;
inline constexpr unsigned kBadArgument = 1;
inline constexpr unsigned kNotSupported = 2;
inline constexpr unsigned kNotImplemented = 3;
inline constexpr unsigned kTimeout = 8;
inline constexpr unsigned kNoPermission = 10;
inline constexpr unsigned kFileError = 14;
inline constexpr unsigned kNotFound = 31;
inline constexpr unsigned kDriverNotLoaded = 34;
inline constexpr unsigned kNoData = 40;
inline constexpr unsigned kUnexpectedSize = 42;
inline constexpr unsigned kUnexpectedData = 43;
}  // namespace code

/// For init: GPUs and nothing else; the part for CPUs prints on stdout.
inline constexpr std::uint64_t kGpus = 2;

/// The functions; null: this library does not have it. What fills a structure takes it as bytes:
/// amdsmi_layouts.h says how many and which.
struct Api {
  using Fill = unsigned (*)(Handle, void*);

  unsigned (*version)(void*) = nullptr;
  unsigned (*init)(std::uint64_t) = nullptr;
  unsigned (*shut_down)() = nullptr;
  /// The number in is how many handles there is room for, the number out how many there are.
  unsigned (*sockets)(std::uint32_t*, Handle*) = nullptr;
  unsigned (*processors)(Handle, std::uint32_t*, Handle*) = nullptr;
  unsigned (*bdf)(Handle, std::uint64_t*) = nullptr;
  Fill asic = nullptr;
  Fill vbios = nullptr;
  Fill memory = nullptr;
  unsigned (*page_threshold)(Handle, std::uint32_t*) = nullptr;
  unsigned (*start_events)(Handle) = nullptr;
  unsigned (*mask_events)(Handle, std::uint64_t) = nullptr;
  /// Milliseconds to wait; room for how many, how many there were; the events.
  unsigned (*next_events)(int, std::uint32_t*, void*) = nullptr;
};

/// The library, open, and what it offers. The functions must not outlive it.
struct LoadedApi {
  Library library;
  Api api;
  std::vector<std::string> lacking;  ///< Names of the functions that this version does not have.
};

/// Opens `name` as dlopen takes it, or with "" the first that is where ROCm puts it. Error{absent}:
/// no such library here. Error{unsupported}: it lacks one of the few functions without which
/// nothing can be read.
Result<LoadedApi> load_api(const std::string& name);

/// What a return code other than kOk means.
Error error_of(unsigned code, std::string_view what);

}  // namespace rackproof::amdsmi
