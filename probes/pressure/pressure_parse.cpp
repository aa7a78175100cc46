#include "probes/pressure/pressure_parse.h"

#include <string>

#include "probes/reading_parse.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::pressure {
namespace {

Reading total_of(std::string_view text, std::string_view kind) {
  for (const auto line : lines(text)) {
    const auto fields = words(line);
    if (fields.empty() || fields.front() != kind) {
      continue;
    }
    constexpr std::string_view kTotal = "total=";
    if (!fields.back().starts_with(kTotal)) {
      return Error{ErrorKind::malformed, "expected total= at the end of '" + printable(line) + "'"};
    }
    return parse_million(fields.back().substr(kTotal.size()));
  }
  return Error{ErrorKind::unsupported, "no line '" + std::string(kind) + "'"};
}

}  // namespace

Reading parse_waiting(std::string_view text) {
  return total_of(text, "some");
}

Reading parse_stalled(std::string_view text) {
  return total_of(text, "full");
}

}  // namespace rackproof::pressure
