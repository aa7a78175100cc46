#include "reports/readings_check.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "reports/bundle.h"
#include "reports/device_leaves.h"
#include "reports/late_rows.h"
#include "schemas/encoding.h"
#include "schemas/merkle.h"
#include "schemas/reading_leaf.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostNamed = 4;

Error untrusted(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

UtcTime time_of(std::int64_t stamp) {
  return UtcTime{std::chrono::nanoseconds(stamp)};
}

/// "61 readings of 3 series"
std::string amount(std::uint64_t readings, std::uint64_t series) {
  return std::to_string(readings) + " readings of " + std::to_string(series) + " series";
}

/// ", while step hbm, attempt 1 ran": those that were at work in that minute, the first few by
/// name.
std::string at_work(const RunRecord& record, UtcTime from) {
  std::string told;
  std::size_t count = 0;
  for (const auto& step : record.steps) {
    if (step.started >= from + ReadingStretch(1) || step.finished < from || ++count > kMostNamed) {
      continue;
    }
    told += (told.empty() ? ", while step " : " and ") + printable(step.phase, 80) + ", attempt " +
            std::to_string(step.attempt) + ",";
  }
  if (count > kMostNamed) {
    told += " and " + std::to_string(count - kMostNamed) + " others,";
  }
  return told.empty() ? "" : told.substr(0, told.size() - 1) + " ran";
}

/// What the samples give of one stretch.
struct Given {
  MerkleTree tree;
  std::uint64_t readings = 0;
};

/// Holds all leaves of all devices against the journal.
class Comparison {
 public:
  Comparison(const ToldReadings& told, const RunRecord& record, std::vector<StoredMetric> metrics)
      : told_(told),
        record_(record),
        metrics_(std::move(metrics)),
        late_(told.late),
        given_(told.stretches.size()) {}

  /// What is taken from now on is of that device.
  void begin(const std::string& device);
  Result<void> take(const ReadLeaf& leaf);
  [[nodiscard]] Result<HeldReadings> conclude() const;

 private:
  /// Place of the stretch among those told; their number where it is none of them.
  std::size_t place_of(UtcTime from);
  std::string_view in_time(const ReadLeaf& leaf, std::uint64_t& readings);
  Result<void> take_untold(const ReadLeaf& leaf, std::uint64_t readings);
  [[nodiscard]] Result<std::uint64_t> hold(std::size_t place) const;

  const ToldReadings& told_;
  const RunRecord& record_;
  std::vector<StoredMetric> metrics_;
  LateRows late_;
  std::vector<Given> given_;
  std::size_t last_place_ = 0;
  std::uint64_t readings_ = 0;
  std::uint64_t untold_ = 0;  ///< Readings in stretches of which no line tells.
  std::set<std::int64_t> untold_stretches_;
  std::string device_;
  std::unordered_map<std::size_t, std::string> headings_;  ///< Of its leaves so far, by metric.
  Sha256 hash_;
  std::string text_;
  std::string rows_;
};

std::size_t Comparison::place_of(UtcTime from) {
  const auto& all = told_.stretches;
  for (const auto guess : {last_place_, last_place_ + 1}) {  // mostly minute after minute
    if (guess < all.size() && all[guess].from == from) {
      return last_place_ = guess;
    }
  }
  const auto found =
      std::lower_bound(all.begin(), all.end(), from,
                       [](const ReadingsKept& each, UtcTime time) { return each.from < time; });
  return last_place_ = found != all.end() && found->from == from
                           ? static_cast<std::size_t>(found - all.begin())
                           : all.size();
}

void Comparison::begin(const std::string& device) {
  device_ = device;
  headings_.clear();
}

/// The rows of a leaf without those that came late, and how many they are.
std::string_view Comparison::in_time(const ReadLeaf& leaf, std::uint64_t& readings) {
  readings = leaf.readings;
  if (late_.empty()) {
    return leaf.rows;
  }
  const SeriesKey key{device_, metrics_[leaf.metric].name};
  if (!late_.concerns(key)) {
    return leaf.rows;
  }
  rows_ = leaf.rows;
  readings -= late_.take_out(key, rows_);
  return rows_;
}

Result<void> Comparison::take_untold(const ReadLeaf& leaf, std::uint64_t readings) {
  untold_ += readings;
  if (untold_ <= told_.left_out) {
    untold_stretches_.insert(leaf.stretch_ns);
    return {};
  }
  const auto from = time_of(leaf.stretch_ns);
  return untrusted("the minute from " + format_utc(from) + at_work(record_, from) + ": " +
                   printable(metrics_[leaf.metric].name, 200) + " has " + std::to_string(readings) +
                   " readings of which the journal tells nothing");
}

Result<void> Comparison::take(const ReadLeaf& leaf) {
  readings_ += leaf.readings;
  std::uint64_t readings = 0;
  const auto rows = in_time(leaf, readings);
  if (readings == 0) {
    return {};
  }
  const auto place = place_of(time_of(leaf.stretch_ns));
  if (place == given_.size()) {
    return take_untold(leaf, readings);
  }
  auto heading = headings_.find(leaf.metric);
  if (heading == headings_.end()) {
    const auto& metric = metrics_[leaf.metric];
    heading =
        headings_.emplace(leaf.metric, leaf_heading({device_, metric.name}, metric.unit)).first;
  }
  text_.assign(heading->second).append(rows);
  given_[place].tree.add(merkle_leaf(text_, hash_), hash_);
  given_[place].readings += readings;
  return {};
}

/// How many readings there are more than told.
Result<std::uint64_t> Comparison::hold(std::size_t place) const {
  const auto& told = told_.stretches[place];
  const auto& given = given_[place];
  // Only where something is wrong are all steps asked which of them was at work.
  const auto minute = [&] {
    return "the minute from " + format_utc(told.from) + at_work(record_, told.from);
  };
  const auto both = [&] {
    return minute() + ": samples.db holds " + amount(given.readings, given.tree.size()) +
           ", the journal tells of " + amount(told.readings, told.series);
  };
  if (given.readings < told.readings) {
    return untrusted(both() + ": readings are missing");
  }
  if (given.readings > told.readings && told_.left_out == 0) {
    return untrusted(both() + ": more than the run read");
  }
  if (given.readings == told.readings && given.tree.size() != told.series) {
    return untrusted(both() + ": readings of another series");
  }
  if (given.readings == told.readings && to_hex(given.tree.root()) != told.root) {
    return untrusted(minute() + ": its " + amount(given.readings, given.tree.size()) +
                     " are not those that the journal tells of: altered since");
  }
  return given.readings - told.readings;
}

Result<HeldReadings> Comparison::conclude() const {
  std::uint64_t more = untold_;
  std::uint64_t unproven = untold_stretches_.size();
  for (std::size_t place = 0; place < given_.size(); ++place) {
    const auto here = hold(place);
    if (!here) {
      return here.error();
    }
    more += *here;
    unproven += *here > 0 ? 1U : 0U;
  }
  if (const auto lost = late_.left(); !lost.empty()) {
    return untrusted(lost + ": a late reading that the journal lists is missing");
  }
  if (more > told_.left_out) {
    return untrusted(std::to_string(more) + " readings are in no line, the journal counts " +
                     std::to_string(told_.left_out) + " late ones that it does not list");
  }
  return HeldReadings{readings_, given_.size(), more, unproven};
}

/// What a file makes impossible to read is what was done to it; what the machine failed at is not.
Error judged(Error error) {
  if (error.kind == ErrorKind::malformed || error.kind == ErrorKind::out_of_range) {
    error.kind = ErrorKind::untrusted;
  }
  return error.during(bundle::kSamples);
}

}  // namespace

Result<void> ToldReadings::take(const ReadingsKept& line) {
  if (line.from != stretch_begin(line.from) || line.until != line.from + ReadingStretch(1)) {
    return untrusted("tells of readings over something else than a minute of the clock");
  }
  if (!stretches.empty() && line.from <= stretches.back().from) {
    return untrusted("tells of the minute from " + format_utc(line.from) + " behind that from " +
                     format_utc(stretches.back().from));
  }
  stretches.push_back(line);
  return {};
}

void ToldReadings::take(const ReadingsLate& line) {
  late.insert(late.end(), line.readings.begin(), line.readings.end());
  left_out += line.left_out;
}

std::string HeldReadings::sentence() const {
  if (unlisted > 0) {
    return "samples.db: " + unproven_words();
  }
  return "samples.db: all " + std::to_string(readings) + " readings are those that the journal " +
         "tells of, " + std::to_string(stretches) + " minutes made anew";
}

std::string HeldReadings::unproven_words() const {
  return unlisted == 0
             ? ""
             : std::to_string(unlisted) +
                   " readings came late and are in no line of the journal: the " +
                   std::to_string(unproven) + " minutes that hold them are not held against it";
}

Result<HeldReadings> check_readings(Store& samples, const ToldReadings& told,
                                    const RunRecord& record) {
  const auto devices = samples.devices();
  auto metrics = samples.metrics();
  if (!devices || !metrics) {
    return judged(!devices ? devices.error() : metrics.error());
  }
  const auto ranks = DeviceLeaves::ranks_of(*metrics);
  Comparison comparison(told, record, *std::move(metrics));
  for (const auto& device : *devices) {
    comparison.begin(device.id);
    DeviceLeaves leaves(ranks, [&](const ReadLeaf& leaf) { return comparison.take(leaf); });
    const auto walked =
        samples.walk(device.id, [&](const store::Columns& columns, std::int64_t later_ns) {
          return leaves.add(columns, later_ns);
        });
    if (!walked) {
      return judged(walked.error().during(printable(device.id, 200)));
    }
  }
  auto held = comparison.conclude();
  return held ? held : Result<HeldReadings>(judged(held.error()));
}

}  // namespace rackproof
