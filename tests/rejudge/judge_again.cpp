// judge_again BUNDLE...: judges each bundle from nothing but its evidence and prints its report
// with the verdicts that come out, words and numbers; a number's text is the shortest that gives
// the same double, so equal bytes are equal bits. With --nudge before them the first number that
// was observed is one bit off: whoever compares must see it.

#include <cmath>
#include <cstddef>
#include <iostream>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/evidence.h"
#include "schemas/json/report_json.h"

namespace rackproof {
namespace {

bool nudge(Judgement& judgement) {
  for (auto& verdict : judgement.verdicts) {
    if (verdict.observed) {
      *verdict.observed = std::nextafter(*verdict.observed, std::numeric_limits<double>::max());
      return true;
    }
  }
  return false;
}

bool print(const std::string& path, bool nudged) {
  auto loaded = load_bundle(path);
  if (!loaded) {
    std::cerr << loaded.error().message << "\n";
    return false;
  }
  auto judgement = judge_loaded(*loaded);
  if (!judgement) {
    std::cerr << path << ": " << judgement.error().message << "\n";
    return false;
  }
  if (judgement->verdicts.empty() || (nudged && !nudge(*judgement))) {
    std::cerr << path << ": nothing was judged\n";
    return false;
  }
  auto report = loaded->report.report;
  report.judgement = *std::move(judgement);
  std::cout << encode_report_statement(report, loaded->report.subjects);
  return true;
}

}  // namespace
}  // namespace rackproof

int main(int argc, char** argv) {
  const std::span given(argv, static_cast<std::size_t>(argc));
  const std::vector<std::string> arguments(given.begin() + 1, given.end());
  const bool nudged = !arguments.empty() && arguments.front() == "--nudge";
  if (arguments.size() <= (nudged ? 1U : 0U)) {
    std::cerr << "usage: judge_again [--nudge] BUNDLE...\n";
    return 2;
  }
  for (std::size_t i = nudged ? 1 : 0; i < arguments.size(); ++i) {
    if (!rackproof::print(arguments[i], nudged)) {
      return 1;
    }
  }
  return 0;
}
