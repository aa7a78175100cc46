#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "schemas/run_record.h"

namespace rackproof {

/// What a run record tells of steps and disturbances, so that what a journal tells can be found in
/// it: n lines in n log n comparisons, whatever is alike in them. Whoever wrote the record may have
/// made it to be slow. Keeps pointers into the record, which outlives it. One
/// thread.
class RecordedFacts {
 public:
  explicit RecordedFacts(const RunRecord& record);

  /// Whether the record tells this very step once more than it was told so far.
  bool tell(const Step& step);
  /// Whether the record tells this very disturbance.
  [[nodiscard]] bool tells(const Disturbance& disturbance) const;
  /// Whether RunRecord::steps[place] was told; of steps that are alike the first comes first.
  [[nodiscard]] bool was_told(std::size_t place) const { return told_[place]; }

 private:
  struct Before {
    bool operator()(const Step* one, const Step* other) const;
    bool operator()(const Disturbance* one, const Disturbance* other) const;
  };
  /// The places of steps that are alike, and how many of the first of these were told.
  struct Alike {
    std::vector<std::size_t> places;
    std::size_t told = 0;
  };

  const RunRecord& record_;
  std::map<const Step*, Alike, Before> steps_;
  std::multiset<const Disturbance*, Before> disturbances_;
  std::vector<bool> told_;
};

}  // namespace rackproof
