#include "probes/cpu/cpu_parse.h"

#include <cstdint>
#include <string>
#include <utility>

#include "probes/machine/cpu_list.h"
#include "probes/reading_parse.h"
#include "schemas/text.h"

namespace rackproof::cpu {

Reading parse_cpu_count(std::string_view text) {
  auto numbers = parse_cpu_list(text);
  if (!numbers) {
    return std::move(numbers).error();
  }
  return static_cast<std::int64_t>(numbers->size());
}

Reading parse_kilohertz(std::string_view text) {
  auto kilohertz = parse_integer(text);
  if (!kilohertz) {
    return std::move(kilohertz).error();
  }
  if (*kilohertz <= 0) {
    return Error{ErrorKind::sentinel, std::string(text) + " kHz: the driver does not know"};
  }
  return static_cast<double>(*kilohertz) * 1e3;
}

Reading parse_milliseconds(std::string_view text) {
  return parse_thousand(text);
}

}  // namespace rackproof::cpu
