#include "probes/amdsmi/amdsmi_version.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::amdsmi {
namespace {

std::string joined(std::span<const std::uint32_t> numbers) {
  std::string text;
  for (const auto number : numbers) {
    text += (text.empty() ? "" : ".") + std::to_string(number);
  }
  return text;
}

/// The numbers that `build` begins with; empty when one of them is none.
std::vector<std::uint32_t> numbers_in(std::string_view build) {
  std::vector<std::uint32_t> numbers;
  auto rest = build.substr(0, build.find_first_of("+-"));
  while (true) {
    const auto end = rest.find('.');
    const auto number = parse_integer(rest.substr(0, end));
    if (!number || *number < 0 || *number > std::numeric_limits<std::uint32_t>::max()) {
      return {};
    }
    numbers.push_back(static_cast<std::uint32_t>(*number));
    if (end == std::string_view::npos) {
      return numbers;
    }
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

std::string to_text(const LibraryVersion& version) {
  return joined(std::span(version.numbers).first(version.has_year ? 4 : 3));
}

Result<LibraryVersion> library_version(std::span<const std::uint32_t, 4> words,
                                       std::string_view build) {
  const auto numbers = numbers_in(build);
  const bool a_version = numbers.size() == 3 || numbers.size() == 4;
  if (!a_version || !std::ranges::equal(numbers, words.first(numbers.size()))) {
    return Error{ErrorKind::unsupported, "amd-smi calls itself '" + printable(build, 64) +
                                             "' and " + joined(words) +
                                             ": not a version of which the structures are known"};
  }
  LibraryVersion version;
  version.has_year = numbers.size() == 4;
  std::ranges::copy(numbers, version.numbers.begin());
  return version;
}

}  // namespace rackproof::amdsmi
