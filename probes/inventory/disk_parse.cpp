#include "probes/inventory/disk_parse.h"

#include <cstdint>
#include <limits>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::inventory {

Reading parse_sectors(std::string_view text) {
  constexpr std::int64_t kSector = 512;
  auto sectors = parse_integer(text);
  if (!sectors) {
    return std::move(sectors).error();
  }
  if (*sectors < 0 || *sectors > std::numeric_limits<std::int64_t>::max() / kSector) {
    return Error{ErrorKind::out_of_range, printable(text) + ": no disk has that many sectors"};
  }
  return *sectors * kSector;
}

}  // namespace rackproof::inventory
