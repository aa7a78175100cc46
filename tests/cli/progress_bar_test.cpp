#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "cli/progress.h"
#include "reports/figures.h"
#include "schemas/catalogue.h"
#include "tests/support/progress_parts.h"

using namespace rackproof;
using namespace rackproof::testing;
using std::chrono::seconds;

namespace {

constexpr const char* kLineUp = "\x1b[1A";
constexpr const char* kWipe = "\r\x1b[K";

std::size_t count_of(std::string_view what, std::string_view text) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

/// What was written since the last call.
class Screen {
 public:
  std::string written() {
    auto text = err.str();
    err.str("");
    return text;
  }
  std::ostringstream err;
};

}  // namespace

TEST_CASE("progress: the bar redraws only what changed, and its end leaves a clean line",
          "[progress]") {
  std::ostringstream err;
  const auto listener = make_bar_progress(err);
  play(*listener);
  const auto once = err.str().size();
  listener->tick(seconds(5));
  CHECK(err.str().size() == once);
  listener->run_finished(RunRecord{});
  CHECK(err.str().ends_with("\r\x1b[K"));
}

TEST_CASE("progress: the block is redrawn in place, its lines above the cursor wiped with it",
          "[progress]") {
  Screen screen;
  const auto reference = triad_floor(100);
  const auto listener = make_bar_progress(screen.err, &reference);
  const auto plan = three_steps();
  listener->run_started(plan);
  listener->step_started(1, plan.steps[1]);
  const auto first = screen.written();
  CHECK(first.starts_with(std::string(kWipe) + "[2/3] gemm"));
  CHECK(count_of(kLineUp, first) == 0);
  CHECK(first.ends_with("\n  no rate yet\n  hottest: no sensor"));

  Device memory;
  memory.id = "node/memory";
  memory.kind = DeviceKind::memory;
  listener->told(memory, *metrics::find("mem_triad_bytes_per_second"), 120);
  CHECK(screen.written().empty());  // a window waits for the next tick
  listener->tick(seconds(1));
  const auto second = screen.written();
  CHECK(second.starts_with(std::string(kWipe) + kLineUp + kWipe + kLineUp + kWipe + "[2/3]"));
  const auto rate = figures::figure(120, Unit::byte_per_second);
  CHECK(second.find("mem_triad_bytes_per_second " + rate) != std::string::npos);
  CHECK(second.find("worst margin: 20 % (bandwidth)") != std::string::npos);

  listener->disturbed({"foreign_load", "busy", "gemm", {}, Touches::rates});
  listener->tick(seconds(2));
  CHECK(screen.written().ends_with("\n  disturbed 1 times, last: foreign_load in gemm"));
  listener->step_finished(1, done("gemm"));
  const auto last = screen.written();
  CHECK(count_of(kLineUp, last) == 3);
  CHECK(last.ends_with("[2/3] gemm: COMPLETE in 6.0 s\n"));
}

TEST_CASE("progress: between two steps nothing is drawn over what they left", "[progress]") {
  Screen screen;
  const auto listener = make_bar_progress(screen.err);
  play(*listener);
  listener->step_finished(1, done("gemm"));
  static_cast<void>(screen.written());
  listener->tick(seconds(6));
  CHECK(screen.written().empty());
}
