#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schemas/reason_tally.h"
#include "schemas/series_source.h"

namespace rackproof::criteria {

/// A series taken apart into what can be counted on and what cannot.
class Readings {
 public:
  /// A double that is not finite counts as missing (malformed), whoever stored it.
  explicit Readings(Series series);

  [[nodiscard]] const Series& readable() const { return readable_; }  ///< In time order.
  [[nodiscard]] std::vector<double> values() const;
  [[nodiscard]] std::int64_t missing() const { return reasons_.total(); }
  [[nodiscard]] bool any_saturated() const { return reasons_.holds(ErrorKind::saturated); }

  /// Every reading says that the device has no such value: absent, unsupported, not_observable.
  [[nodiscard]] bool never_offered() const;

  /// The reason that most of the missing ones carry, "denied: /sys/...: permission denied (29 of
  /// 30)"; "" when none is missing. Ties go to the reason that sorts first.
  [[nodiscard]] const std::string& usual_reason() const { return usual_reason_; }

 private:
  Series readable_;
  ReasonTally reasons_;
  std::string usual_reason_;  ///< Looked for once: there may be many, and it is asked for often.
};

}  // namespace rackproof::criteria
