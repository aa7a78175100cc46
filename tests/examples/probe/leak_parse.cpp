#include "probes/leak/leak_parse.h"

#include <cstdint>
#include <string>
#include <utility>

#include "schemas/text.h"

namespace rackproof::leak {

Reading parse_wetness(std::string_view text) {
  constexpr std::int64_t kCut = -1;
  constexpr std::int64_t kWholeLength = 1000;
  auto thousandths = parse_integer(text);
  if (!thousandths) {
    return std::move(thousandths).error();
  }
  if (*thousandths == kCut) {
    return Error{ErrorKind::sentinel, std::string(text) + ": the rope is cut"};
  }
  if (*thousandths < 0 || *thousandths > kWholeLength) {
    return Error{ErrorKind::out_of_range, "expected 0 to 1000, got " + std::string(text)};
  }
  return static_cast<double>(*thousandths) / static_cast<double>(kWholeLength);
}

}  // namespace rackproof::leak
