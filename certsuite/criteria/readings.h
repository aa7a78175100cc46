#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "schemas/result.h"
#include "schemas/series_source.h"

namespace rackproof::criteria {

/// A series taken apart into what can be counted on and what cannot.
class Readings {
 public:
  /// A double that is not finite counts as missing (malformed), whoever stored it.
  explicit Readings(Series series);

  [[nodiscard]] const Series& readable() const { return readable_; }  ///< In time order.
  [[nodiscard]] std::vector<double> values() const;
  [[nodiscard]] std::int64_t missing() const { return missing_; }
  [[nodiscard]] bool any_saturated() const { return saturated_; }

  /// Every reading says that the device has no such value: absent, unsupported, not_observable.
  [[nodiscard]] bool never_offered() const;

  /// The reason that most of the missing ones carry, "denied: /sys/...: permission denied (29 of
  /// 30)"; "" when none is missing. Ties go to the reason that sorts first.
  [[nodiscard]] std::string usual_reason() const;

 private:
  void miss(const Error& why);

  Series readable_;
  std::int64_t missing_ = 0;
  bool saturated_ = false;
  std::map<std::pair<ErrorKind, std::string>, std::int64_t> reasons_;
};

}  // namespace rackproof::criteria
