#include "probes/redfish/redfish_time.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

struct Part {
  char designator;
  bool behind_t;
  double seconds;
};

/// In the order in which they may stand.
constexpr std::array kParts{Part{'W', false, 604800}, Part{'D', false, 86400},
                            Part{'H', true, 3600}, Part{'M', true, 60}, Part{'S', true, 1}};

Error no_duration(std::string_view text) {
  return Error{ErrorKind::malformed,
               "expected an ISO 8601 duration, got '" + printable(text, 60) + "'"};
}

/// Place of the part in kParts, at or behind `from`; kParts.size() when there is none.
std::size_t place_of(char designator, bool behind_t, std::size_t from) {
  while (from < kParts.size() &&
         (kParts[from].designator != designator || kParts[from].behind_t != behind_t)) {
    ++from;
  }
  return from;
}

/// The offset behind a time, "+hh:mm", in minutes.
Result<std::int64_t> offset_minutes(std::string_view text) {
  const auto hours = text.size() == 6 ? parse_unsigned(text.substr(1, 2))
                                      : Result<std::uint64_t>(Error{ErrorKind::malformed, ""});
  const auto minutes = text.size() == 6 ? parse_unsigned(text.substr(4, 2))
                                        : Result<std::uint64_t>(Error{ErrorKind::malformed, ""});
  if (!hours || !minutes || text[3] != ':' || *hours > 14 || *minutes > 59) {
    return Error{ErrorKind::malformed,
                 "expected an offset as +hh:mm, got '" + printable(text, 20) + "'"};
  }
  const auto length = static_cast<std::int64_t>(*hours * 60 + *minutes);
  return text.front() == '-' ? -length : length;
}

}  // namespace

Result<double> parse_iso_duration(std::string_view text) {
  auto rest = text;
  if (!rest.starts_with('P')) {
    return no_duration(text);
  }
  rest.remove_prefix(1);
  double seconds = 0;
  bool behind_t = false;
  std::size_t next = 0;
  bool any = false;
  while (!rest.empty()) {
    if (rest.front() == 'T' && !behind_t) {
      behind_t = true;
      rest.remove_prefix(1);
      continue;
    }
    const auto length = rest.find_first_not_of("0123456789.");
    if (length == std::string_view::npos || length == 0) {
      return no_duration(text);
    }
    const auto number = parse_double(rest.substr(0, length));
    const auto place = place_of(rest[length], behind_t, next);
    if (!number || place == kParts.size()) {
      return no_duration(text);
    }
    seconds += *number * kParts[place].seconds;
    next = place + 1;
    any = true;
    rest.remove_prefix(length + 1);
  }
  return any && !text.ends_with('T') ? Result<double>(seconds) : no_duration(text);
}

Result<UtcTime> parse_offset_time(std::string_view text) {
  const auto at = text.find_last_of("+-");
  const bool has_offset = at != std::string_view::npos && at > text.find('T');
  auto time = parse_utc(has_offset ? std::string(text.substr(0, at)) + "Z" : std::string(text));
  if (!time) {
    return std::move(time).error();
  }
  if (has_offset) {
    const auto minutes = offset_minutes(text.substr(at));
    if (!minutes) {
      return minutes.error();
    }
    *time -= std::chrono::minutes(*minutes);
  }
  constexpr UtcTime kNeverSet{std::chrono::hours(24 * 365 * 10)};
  if (*time < kNeverSet) {
    return Error{ErrorKind::out_of_range,
                 "the clock that wrote '" + printable(text, 40) + "' was never set"};
  }
  return *time;
}

}  // namespace rackproof::redfish
