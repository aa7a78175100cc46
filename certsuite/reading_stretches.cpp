#include "certsuite/reading_stretches.h"

#include <algorithm>
#include <functional>

#include "schemas/merkle.h"
#include "schemas/units.h"

namespace rackproof {

ReadingStretches::ReadingStretches(std::optional<UtcTime> closed_until)
    : closed_until_(closed_until) {}

std::size_t ReadingStretches::HashHandles::operator()(const Handles& handles) const {
  return std::hash<const Metric*>()(handles.metric) * 31 + handles.device;
}

std::size_t ReadingStretches::number_of(const SeriesKey& key, std::string_view unit) {
  const auto [found, is_new] = numbers_.try_emplace(key, known_.size());
  if (is_new) {
    known_.push_back({key, leaf_heading(key, unit)});
  }
  return found->second;
}

/// Handles hold for one list of devices; another list under the same handle is noticed by its id.
std::size_t ReadingStretches::number_of(const Device& device, const Sample& sample) {
  const Handles handles{sample.device, sample.metric};
  const auto found = by_handles_.find(handles);
  if (found != by_handles_.end() && known_[found->second].key.device == device.id) {
    return found->second;
  }
  const auto number = number_of(SeriesKey{device.id, std::string(sample.metric->name)},
                                to_string(sample.metric->unit));
  by_handles_[handles] = number;
  return number;
}

void ReadingStretches::late(const SeriesKey& key, std::string row) {
  if (listed_ == kMostLate) {
    ++late_.left_out;
    return;
  }
  ++listed_;
  row.pop_back();  // its newline
  late_.readings.push_back({key.device, key.metric, std::move(row)});
}

void ReadingStretches::take(std::size_t number, UtcTime taken_at, const Reading& reading) {
  const auto& known = known_[number];
  row_.clear();
  append_stamp(row_, taken_at);
  append_value(row_, reading);
  const auto from = stretch_begin(taken_at);
  if (closed_until_ && from < *closed_until_) {
    late(known.key, row_);
    return;
  }
  auto& stretch = open_[from];
  auto growing = stretch.series.find(number);
  if (growing == stretch.series.end()) {
    growing = stretch.series.emplace(number, Growing{ReadingLeaf(known.heading), taken_at}).first;
  }
  if (taken_at < growing->second.last) {
    late(known.key, row_);
    return;
  }
  growing->second.leaf.take(row_);
  growing->second.last = taken_at;
  ++stretch.readings;
}

void ReadingStretches::take(const Devices& devices, const Samples& samples) {
  for (const auto& sample : samples) {
    take(number_of(devices[sample.device], sample), sample.taken_at, sample.reading);
  }
}

void ReadingStretches::take(const SeriesKey& key, const std::string& unit, const Series& points) {
  const auto number = number_of(key, unit);
  for (const auto& point : points) {
    take(number, point.taken_at, point.reading);
  }
}

bool ReadingStretches::is_due(UtcTime now) const {
  return !open_.empty() && open_.begin()->first + ReadingStretch(1) + kGrace <= now;
}

ReadingsKept ReadingStretches::sum_up(UtcTime from, Stretch& stretch) const {
  std::vector<std::size_t> order;
  for (const auto& [number, growing] : stretch.series) {
    order.push_back(number);
  }
  std::sort(order.begin(), order.end(), [this](std::size_t left, std::size_t right) {
    return known_[left].key < known_[right].key;
  });
  MerkleTree tree;
  for (const auto number : order) {
    tree.add(stretch.series.at(number).leaf.finish());
  }
  return {from, from + ReadingStretch(1), tree.size(), stretch.readings, to_hex(tree.root())};
}

std::vector<JournalLine> ReadingStretches::close(UtcTime now) {
  std::vector<JournalLine> lines;
  while (!open_.empty() && (now == UtcTime::max() || is_due(now))) {
    auto& [from, stretch] = *open_.begin();
    auto kept = sum_up(from, stretch);
    closed_until_ = std::max(closed_until_.value_or(kept.until), kept.until);
    lines.emplace_back(std::move(kept));
    open_.erase(open_.begin());
  }
  if (!late_.readings.empty() || late_.left_out > 0) {
    lines.emplace_back(std::exchange(late_, {}));
  }
  return lines;
}

}  // namespace rackproof
