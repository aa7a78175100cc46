#include "probes/machine/cpu_list.h"

#include <cstdint>
#include <string>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::uint64_t kHighest = 1048575;  // far above NR_CPUS of any kernel

Error not_a_list(std::string_view text) {
  return Error{ErrorKind::malformed,
               "expected a list of processors, got '" + printable(text) + "'"};
}

/// One "N" or "N-M" at the end of `numbers`; false when it is neither.
bool append_range(std::string_view piece, std::vector<int>& numbers) {
  const auto dash = piece.find('-');
  const auto first = parse_unsigned(piece.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_unsigned(piece.substr(dash + 1));
  if (!first || !last || *first > *last || *last > kHighest) {
    return false;
  }
  for (auto number = *first; number <= *last; ++number) {
    numbers.push_back(static_cast<int>(number));
  }
  return true;
}

}  // namespace

Result<std::vector<int>> parse_cpu_list(std::string_view text) {
  std::vector<int> numbers;
  if (text.empty()) {
    return numbers;
  }
  for (const auto piece : split(text, ',')) {
    if (!append_range(piece, numbers) || numbers.size() > kHighest) {
      return not_a_list(text);
    }
  }
  return numbers;
}

}  // namespace rackproof
