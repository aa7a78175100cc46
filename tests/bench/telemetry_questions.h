#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/bench/telemetry_answers.h"
#include "tests/bench/telemetry_set.h"

namespace rackproof::bench {

/// One server's way to a question: what is asked in turn, and how each answer reads.
struct Asking {
  std::vector<std::string> targets;
  std::function<Result<Answered>(const std::string& body)> read;
};

/// The same question to a server of ours and to VictoriaMetrics.
struct Question {
  std::string name;  ///< "query/last_all".
  Asking ours;
  Asking rival;
  std::size_t series = 0;  ///< That each answer must hold.
  double tolerance = 0;    ///< Relative; of means, which servers add up in another order.
};

/// Last value of all series; mean and maximum a minute of one metric, of each accelerator and over
/// all of them; p99 of one metric over the whole time, of each; all readings of one series. Windows
/// of VictoriaMetrics end with their last instant, ours begin with their first: it is asked a
/// millisecond before. Its quantile lies between two readings, ours is the nearest rank: it is
/// asked for the quantile that meets that reading. It may not repeat an answer that it has
/// finished before; how fast it is where it may, the questions called "..._cached" tell.
[[nodiscard]] Result<std::vector<Question>> questions_about(const TelemetrySet& set);

/// The first difference between two answers in words; "" = alike.
[[nodiscard]] std::string difference(const Question& question, const Answered& ours,
                                     const Answered& rival);

}  // namespace rackproof::bench
