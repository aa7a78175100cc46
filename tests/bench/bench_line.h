#pragma once

#include <cstdio>
#include <string>

#include "schemas/text.h"

namespace rackproof::bench {

/// One comparison of one round, side by side in time. Both rates in `unit`, more is better; names,
/// units and reasons are plain words without quotes. (Lines of tests/bench/rivals may also say
/// "less": true, of bytes and memory.)
struct Line {
  std::string bench;  ///< "gemm_exact/openblas": tests/bench/targets.txt knows what is asked of it.
  double ours = 0;
  double rival = 0;
  std::string unit;
};

/// Tells tests/bench/run, as one JSON line on stdout.
inline void tell(const Line& line) {
  std::printf(R"({"bench": "%s", "ours": %s, "rival": %s, "unit": "%s"})"
              "\n",
              line.bench.c_str(), format_double(line.ours).c_str(),
              format_double(line.rival).c_str(), line.unit.c_str());
  std::fflush(stdout);
}

/// Says why there is nothing to compare; a target without a comparison counts as missed.
inline void tell_skipped(const std::string& bench, const std::string& why) {
  std::printf(R"({"bench": "%s", "skipped": "%s"})"
              "\n",
              bench.c_str(), why.c_str());
  std::fflush(stdout);
}

}  // namespace rackproof::bench
