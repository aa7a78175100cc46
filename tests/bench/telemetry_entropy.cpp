#include "tests/bench/telemetry_entropy.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <span>

#include "schemas/text.h"
#include "tests/bench/order0.h"

namespace rackproof::bench {
namespace {

constexpr double kNoise = 0.02;  ///< Bytes a sample: what seldom steps come to by chance.
constexpr const char* kStamps = "stamps";

std::string in_words(const std::string& metric, double ours, double judge) {
  return metric + ": " + short_number(ours) + " bytes a sample, the judge's " + short_number(judge);
}

}  // namespace

void EntropyTally::Sum::add(std::span<const double> values) {
  bytes += order0_bytes(values);
  samples += static_cast<double>(values.size());
}

void EntropyTally::add(const std::string& metric, std::span<const double> values) {
  const auto before = values_.bytes;
  values_.add(values);
  auto& mine = by_metric_[metric];
  mine.bytes += values_.bytes - before;
  mine.samples += static_cast<double>(values.size());
}

void EntropyTally::add_stamps(std::span<const std::int64_t> stamps) {
  stamps_.add(std::vector<double>(stamps.begin(), stamps.end()));
}

SetEntropy EntropyTally::figures() const {
  SetEntropy entropy{values_.each(), stamps_.each(), {{kStamps, stamps_.each()}}};
  for (const auto& [metric, sum] : by_metric_) {
    entropy.by_metric[metric] = sum.each();
  }
  return entropy;
}

Result<SetEntropy> entropy_of(const TelemetrySet& set) {
  const auto stamps = stamps_of(set, 0, set.samples);
  if (!stamps) {
    return stamps.error();
  }
  EntropyTally tally;
  for (std::size_t group = 0; group < set.groups; ++group) {
    tally.add_stamps(std::span(*stamps).subspan(group * set.samples, set.samples));
  }
  for (std::size_t i = 0; i < set.series.size(); ++i) {
    const auto values = values_of_series(set, i);
    if (!values) {
      return values.error();
    }
    tally.add(set.series[i].metric, *values);
  }
  return tally.figures();
}

std::string format_entropy(const EntropyByMetric& figures) {
  std::string text;
  for (const auto& [metric, bytes] : figures) {
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "%.5f", bytes);
    text += metric + "\t" + number.data() + "\n";
  }
  return text;
}

Result<EntropyByMetric> parse_entropy(std::string_view text) {
  EntropyByMetric figures;
  for (const auto line : lines(text)) {
    if (line.starts_with('#')) {
      continue;
    }
    const auto fields = split(line, '\t');
    const auto bytes =
        fields.size() == 2 ? parse_double(fields[1]) : Error{ErrorKind::malformed, "no two fields"};
    if (!bytes) {
      return bytes.error().during(line);
    }
    figures[std::string(fields[0])] = *bytes;
  }
  return figures;
}

std::vector<std::string> differences(const EntropyByMetric& ours, const EntropyByMetric& judge,
                                     double share) {
  std::vector<std::string> found;
  for (const auto& [metric, bytes] : judge) {
    const auto mine = ours.find(metric);
    if (mine == ours.end()) {
      found.push_back(metric + ": not among ours");
    } else if (!(std::fabs(mine->second - bytes) <= share * bytes + kNoise)) {
      found.push_back(in_words(metric, mine->second, bytes));
    }
  }
  for (const auto& [metric, bytes] : ours) {
    if (!judge.contains(metric)) {
      found.push_back(metric + ": the judge has none");
    }
  }
  return found;
}

}  // namespace rackproof::bench
