#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "schemas/result.h"
#include "schemas/sample.h"

namespace rackproof {

/// Why readings had no value, counted.
class ReasonTally {
 public:
  /// Counts `reading` where it has no finite value, and says whether it did. A double that is not
  /// finite counts as malformed, whoever stored it.
  bool add_if_missing(const Reading& reading);

  [[nodiscard]] std::int64_t total() const { return total_; }
  [[nodiscard]] bool holds(ErrorKind kind) const;
  /// Every reason says that the device has no such value: absent, unsupported, not_observable.
  /// False where nothing is missing.
  [[nodiscard]] bool only_not_offered() const;

  /// The most frequent reason; ties go to the one that sorts first. None where nothing is missing.
  [[nodiscard]] std::optional<Error> usual() const;
  /// The same with its numbers, "denied: /sys/...: permission denied (29 of 30)"; "" for none.
  [[nodiscard]] std::string usual_text() const;

 private:
  using Reasons = std::map<std::pair<ErrorKind, std::string>, std::int64_t>;

  [[nodiscard]] Reasons::const_iterator most_frequent() const;

  std::int64_t total_ = 0;
  Reasons reasons_;
};

}  // namespace rackproof
