#pragma once

#include <optional>
#include <string>

#include "certsuite/criteria/judge.h"
#include "certsuite/criteria/question.h"
#include "certsuite/criteria/readings.h"

namespace rackproof::criteria {

/// What was observed, or why that is not known.
struct Observation {
  std::optional<double> value;
  std::string trouble;  ///< "" = the value is what the question asks for.
};

/// The readings of one metric of `device` in all stretches that the question looks at, in order.
[[nodiscard]] Result<Readings> gather(const Question& question, const Device& device,
                                      std::string_view metric, const Evidence& evidence);

/// The question's statistic of `readings`, of which enough have a value. A counter's growth is
/// that of each stretch added up, and each must have been read near both of its ends. Error only
/// when a series cannot be read.
[[nodiscard]] Result<Observation> observe(const Question& question, const Device& device,
                                          const Readings& readings, const Evidence& evidence);

/// How long nobody looked within what the question asks for. A counter is read across the gap
/// between segments of one boot; other values are not.
[[nodiscard]] std::chrono::nanoseconds unobserved_by(const Question& question);

}  // namespace rackproof::criteria
