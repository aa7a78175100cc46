#include "probes/machine/process_memory.h"

#include <charconv>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <malloc.h>
#include <sys/mman.h>

#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr int kTrimAbove = 128 << 10;  ///< Bytes; glibc's own, which it else raises by itself.

/// One mapping of /proc/self/smaps (proc(5)).
struct Mapping {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  bool of_file = false;      ///< Read-only, of a file, and private.
  bool untouched = false;    ///< No page of it was ever written to.
  std::size_t resident = 0;  ///< Bytes.
};

/// "7f0c1000-7f0c3000 r-xp 00001000 08:01 1234   /usr/lib/libm.so.6"
bool parse_head(std::string_view line, Mapping& mapping) {
  const auto fields = words(line);
  const auto dash = line.find('-');
  if (fields.size() < 5 || dash == std::string_view::npos || dash > fields[0].size()) {
    return false;
  }
  const auto* last = fields[0].data() + fields[0].size();
  const auto first = std::from_chars(line.data(), last, mapping.begin, 16);
  const auto second = std::from_chars(line.data() + dash + 1, last, mapping.end, 16);
  const auto rights = fields[1];
  mapping.of_file =
      fields.size() > 5 && fields[5].starts_with('/') && (rights == "r-xp" || rights == "r--p");
  return first.ec == std::errc{} && second.ec == std::errc{} && second.ptr == last;
}

/// "Rss:                 196 kB" of the mapping before it.
void parse_size(std::string_view line, Mapping& mapping) {
  const auto fields = words(line);
  const auto kib = fields.size() == 3 ? parse_integer(fields[1]) : Result<std::int64_t>(0);
  if (fields.empty() || !kib || *kib < 0) {
    return;
  }
  if (fields[0] == "Rss:") {
    mapping.resident = static_cast<std::size_t>(*kib) << 10U;
  } else if (fields[0] == "Anonymous:") {
    mapping.untouched = *kib == 0;
  }
}

std::vector<Mapping> own_mappings() {
  std::ifstream file("/proc/self/smaps");
  std::vector<Mapping> mappings;
  std::string line;
  while (std::getline(file, line)) {
    Mapping next;
    if (parse_head(line, next)) {
      mappings.push_back(next);
    } else if (!mappings.empty()) {
      parse_size(line, mappings.back());
    }
  }
  return mappings;
}

}  // namespace

void share_one_heap() {
  ::mallopt(M_ARENA_MAX, 1);
  ::mallopt(M_TRIM_THRESHOLD, kTrimAbove);
}

std::size_t give_back_memory() {
  ::malloc_trim(0);
  std::size_t given = 0;
  for (const auto& mapping : own_mappings()) {
    if (!mapping.of_file || !mapping.untouched || mapping.resident == 0) {
      continue;
    }
    // Private, and never written to: what is dropped is read again from the file (madvise(2)).
    auto* begin = reinterpret_cast<void*>(mapping.begin);  // NOLINT(performance-no-int-to-ptr)
    if (::madvise(begin, mapping.end - mapping.begin, MADV_DONTNEED) == 0) {
      given += mapping.resident;
    }
  }
  return given;
}

}  // namespace rackproof
