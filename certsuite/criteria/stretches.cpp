#include "certsuite/criteria/stretches.h"

#include <cstddef>

namespace rackproof::criteria {
namespace {

using std::chrono::nanoseconds;

/// The segments, the first from the start of the run and the last to its end.
std::vector<Segment> within_run(const RunRecord& record) {
  auto segments = record.segments;
  if (!segments.empty()) {
    segments.front().started = record.started;
    segments.back().finished = record.finished;
  }
  return segments;
}

bool same_boot(const Segment& one, const Segment& other) {
  return !one.boot_id.empty() && one.boot_id == other.boot_id;
}

}  // namespace

Stretch stretch_between(UtcTime from, UtcTime to) {
  return {{from, to + nanoseconds(1)}, to};
}

bool in_order(const RunRecord& record) {
  UtcTime before = record.started;
  for (const auto& segment : within_run(record)) {
    if (segment.started < before || segment.finished < segment.started) {
      return false;
    }
    before = segment.finished;
  }
  return before <= record.finished;
}

std::vector<Stretch> stretches_of(const RunRecord& record) {
  const auto segments = within_run(record);
  if (segments.empty()) {
    return {stretch_between(record.started, record.finished)};
  }
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto& segment = segments[i];
    if (i > 0 && same_boot(segments[i - 1], segment)) {
      stretches.back() = stretch_between(stretches.back().range.from, segment.finished);
    } else {
      stretches.push_back(stretch_between(segment.started, segment.finished));
    }
    if (i + 1 < segments.size()) {
      stretches.back().range.to = segments[i + 1].started;
    }
  }
  return stretches;
}

nanoseconds unobserved_in(const RunRecord& record) {
  nanoseconds gaps{0};
  for (std::size_t i = 1; i < record.segments.size(); ++i) {
    gaps += record.segments[i].started - record.segments[i - 1].finished;
  }
  return gaps;
}

}  // namespace rackproof::criteria
