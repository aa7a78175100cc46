#include "certsuite/criteria/any_device.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "certsuite/criteria/wording.h"

namespace rackproof::criteria {
namespace {

constexpr std::size_t kMostNamed = 4;

/// What the whole kind comes to: the first of these that one of its devices has. One that could not
/// be answered might have passed, so it weighs more than those that failed.
constexpr std::array kFirstOf{Outcome::pass, Outcome::invalid, Outcome::inconclusive, Outcome::fail,
                              Outcome::not_judged};

std::string others(const std::vector<Verdict>& verdicts, const Verdict& shown) {
  std::string text;
  std::size_t named = 0;
  for (const auto& verdict : verdicts) {
    if (&verdict == &shown || verdict.outcome == Outcome::pass) {
      continue;
    }
    if (named++ == kMostNamed) {
      return text + ", ...";
    }
    text += (text.empty() ? "" : ", ") + verdict.device + " " +
            std::string(word_of(kOutcomes, verdict.outcome)) + " (" + verdict.reason + ")";
  }
  return text;
}

const Verdict& shown_of(const std::vector<Verdict>& verdicts) {
  for (const auto outcome : kFirstOf) {
    const auto found = std::ranges::find(verdicts, outcome, &Verdict::outcome);
    if (found != verdicts.end()) {
      return *found;
    }
  }
  return verdicts.front();
}

}  // namespace

Verdict any_device(const std::vector<Verdict>& verdicts) {
  const auto& shown = shown_of(verdicts);
  const auto passed = std::ranges::count(verdicts, Outcome::pass, &Verdict::outcome);
  auto verdict = shown;
  verdict.reason = "any of " + counted(verdicts.size(), "device") + " asked, " +
                   std::to_string(passed) + " passed; shown: " + shown.reason;
  const auto rest = others(verdicts, shown);
  verdict.reason += rest.empty() ? "" : "; not so: " + rest;
  return verdict;
}

}  // namespace rackproof::criteria
