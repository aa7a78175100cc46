#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "probes/amdsmi/amdsmi_version.h"

/// Where things lie in the structures that amd-smi fills. They grow and change between releases,
/// also under one major number; what is not written down here is not called. Pure.
namespace rackproof::amdsmi {

/// A text of fixed length, or a number; length 0: this version does not have it.
struct Place {
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// Size 0: the layout of this version is not known, and the function is not called.
struct VbiosLayout {
  std::size_t size = 0;
  Place name;
  Place build_date;
  Place version;
  Place boot_firmware;
};

struct MemoryLayout {
  std::size_t size = 0;
  Place type;
  Place bit_width;
};

struct AsicLayout {
  std::size_t size = 0;  ///< The most that a version of the row writes.
  Place market_name;
};

/// Of one event; asked for one at a time, so that a list's stride is no matter.
struct EventLayout {
  std::size_t size = 0;
  Place processor;
  Place number;
  Place message;
};

struct Layouts {
  LibraryVersion first;  ///< To `last`, both included; the release number is no matter.
  LibraryVersion last;
  VbiosLayout vbios;
  MemoryLayout memory;
  AsicLayout asic;
  EventLayout event;
  bool has_page_threshold = false;  ///< amdsmi_get_gpu_bad_page_threshold
};

/// Size of amdsmi_version_t, with a year and without.
inline constexpr std::size_t kVersionSize = 24;

/// nullptr: this release knows no layout of that version.
const Layouts* layouts_of(const LibraryVersion& version);

std::span<const Layouts> all_layouts();

/// "24.6 to 24.7, ...": for a message.
std::string known_versions();

}  // namespace rackproof::amdsmi
