// Whatever answers where an engine should: samples that are numbers at times that can be, labels,
// or a reason in printable words; and what a label says never ends the query that it comes to stand
// in.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "probes/engine/engine_answer.h"
#include "probes/engine/engine_devices.h"
#include "probes/engine/engine_door.h"
#include "probes/engine/engine_labels.h"
#include "probes/engine/reading_points.h"
#include "schemas/encoding.h"

using namespace rackproof;
using namespace rackproof::engine;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void require_words(const Error& why) {
  require(!why.message.empty());
  require(printable(why.message, why.message.size() * 4) == why.message);
}

/// A literal ends where it should: no quote inside stands without its backslash.
void check_literal(std::string_view text) {
  const auto literal = quoted(text);
  require(literal.size() >= 2 && literal.front() == '"' && literal.back() == '"');
  bool escaped = false;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    require(literal[i] != '\n' && (literal[i] != '"' || escaped));
    escaped = literal[i] == '\\' && !escaped;
  }
  require(!escaped);
  const auto encoded = query_encoded(text);
  require(encoded.find_first_of("&# \r\n=") == std::string::npos);
}

void check_labels(const Labels& labels) {
  const auto key = key_of(labels);
  const auto device = device_of(labels);
  require(device.id == device_id(labels));
  require(key.device == device.id);
  require(matchers_for({&labels}).find('\n') == std::string::npos);
  for (const auto& [name, value] : labels) {
    check_literal(value);
  }
}

void check_samples(std::string_view body) {
  const auto series = parse_samples(body);
  if (!series) {
    return require_words(series.error());
  }
  for (const auto& one : *series) {
    check_labels(one.labels);
    for (const auto& point : one.points) {
      require(!std::isnan(point.value));
      require(std::abs(point.at_ms) <= 9'000'000'000'000);
      static_cast<void>(time_of(point));
    }
  }
  const auto points = points_by_device(*series, *series);
  if (!points) {
    require_words(points.error());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  check_samples(body);
  if (const auto sets = parse_label_sets(body)) {
    for (const auto& labels : *sets) {
      check_labels(labels);
    }
  } else {
    require_words(sets.error());
  }
  if (const auto values = parse_label_values(body); !values) {
    require_words(values.error());
  }
  const auto words = words_of_failure(body);
  require(printable(words, words.size() * 4) == words);
  check_literal(body);
  return 0;
}
