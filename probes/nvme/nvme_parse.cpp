#include "probes/nvme/nvme_parse.h"

#include <array>
#include <cstdint>
#include <limits>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/enum_names.h"
#include "schemas/text.h"

namespace rackproof::nvme {
namespace {

// Words of the kernel's nvme driver (drivers/nvme/host/sysfs.c, multipath.c).
constexpr std::array kControllerStates{
    EnumName<std::int64_t>{0, "new"},       EnumName<std::int64_t>{1, "live"},
    EnumName<std::int64_t>{2, "resetting"}, EnumName<std::int64_t>{3, "connecting"},
    EnumName<std::int64_t>{4, "deleting"},  EnumName<std::int64_t>{5, "deleting (no IO)"},
    EnumName<std::int64_t>{6, "dead"},
};
constexpr std::array kAnaStates{
    EnumName<std::int64_t>{1, "optimized"},    EnumName<std::int64_t>{2, "non-optimized"},
    EnumName<std::int64_t>{3, "inaccessible"}, EnumName<std::int64_t>{4, "persistent-loss"},
    EnumName<std::int64_t>{15, "change"},
};

template <std::size_t N>
Reading state_in(const std::array<EnumName<std::int64_t>, N>& states, std::string_view text) {
  if (const auto number = value_of(states, text)) {
    return *number;
  }
  return Error{ErrorKind::malformed, "expected a state, got '" + printable(text) + "'"};
}

/// Takes `letter` and the digits behind it off the front; false when they are not there.
bool take(std::string_view& text, char letter) {
  if (!text.starts_with(letter)) {
    return false;
  }
  const auto end = std::min(text.find_first_not_of("0123456789", 1), text.size());
  text.remove_prefix(end);
  return end > 1;
}

}  // namespace

Reading parse_controller_state(std::string_view text) {
  return state_in(kControllerStates, text);
}

Reading parse_ana_state(std::string_view text) {
  return state_in(kAnaStates, text);
}

Reading parse_blocks(std::string_view text, std::int64_t block_bytes) {
  auto blocks = parse_integer(text);
  if (!blocks) {
    return std::move(blocks).error();
  }
  if (*blocks < 0 || block_bytes <= 0 ||
      *blocks > std::numeric_limits<std::int64_t>::max() / block_bytes) {
    return Error{ErrorKind::out_of_range, printable(text) + " blocks: no drive has that many"};
  }
  return *blocks * block_bytes;
}

std::optional<std::string> namespace_in(std::string_view directory) {
  constexpr std::string_view kPrefix = "nvm";
  if (!directory.starts_with(kPrefix)) {
    return std::nullopt;
  }
  directory.remove_prefix(kPrefix.size());
  if (!take(directory, 'e')) {
    return std::nullopt;
  }
  take(directory, 'c');
  const auto number = directory.substr(std::min<std::size_t>(1, directory.size()));
  if (!take(directory, 'n') || !directory.empty()) {
    return std::nullopt;
  }
  return std::string(number);
}

}  // namespace rackproof::nvme
