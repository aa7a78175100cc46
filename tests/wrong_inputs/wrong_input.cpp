#include "tests/wrong_inputs/wrong_input.h"

#include "schemas/enum_names.h"

namespace rackproof::testing {
namespace {

constexpr std::string_view kHead = R"(# Wrong inputs

What may be wrong between a sensor and a certificate, put in one thing at a time, and what comes of
it. None ends as PASS. Made by the test `tests/wrong_inputs`, which fails where this page is another.

Many rows are false passes that users of other tools reported: a run with no work done, a threshold
without a measurement, an allocation error before a good result, a peak instead of a rate, the result
of another device, a list cut short, exit status 0 beside a failure.

)";

/// For a cell of a Markdown table.
std::string cell(std::string text) {
  std::string safe;
  for (const char letter : text) {
    safe += letter == '|' ? "\\|" : std::string(1, letter);
  }
  return safe;
}

}  // namespace

WrongInputs judged_faults(const std::string& place, const std::vector<std::vector<Fault>>& groups) {
  WrongInputs rows;
  for (const auto& group : groups) {
    for (const auto& fault : group) {
      rows.push_back({place, fault.name,
                      [happens = fault.happens] {
                        JudgedRun run;
                        happens(run);
                        const auto judgement = run.judged();
                        return Consequence{std::string(word_of(kOutcomes, judgement.overall)),
                                           judgement.because};
                      },
                      std::string(word_of(kOutcomes, fault.overall)), fault.because});
    }
  }
  return rows;
}

WrongInputs all_wrong_inputs() {
  WrongInputs all;
  for (const auto& part : {wrong_probe_inputs(), wrong_child_inputs(), wrong_evidence(),
                           wrong_runs(), wrong_references(), wrong_limits(), wrong_reports()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::string wrong_inputs_page() {
  const auto all = all_wrong_inputs();
  auto page = std::string(kHead) + std::to_string(all.size()) +
              " inputs.\n\n| put in at | what is wrong | what comes of it | reason |\n"
              "|---|---|---|---|\n";
  for (const auto& input : all) {
    const auto seen = input.happens();
    page += "| " + input.place + " | " + cell(input.name) + " | " + seen.word + " | " +
            cell(seen.reasons.empty() ? "" : seen.reasons.front()) + " |\n";
  }
  return page;
}

}  // namespace rackproof::testing
