#include "certsuite/criteria/overall.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "certsuite/criteria/phase_gate.h"
#include "certsuite/criteria/wording.h"

namespace rackproof::criteria {
namespace {

struct Finding {
  Outcome outcome = Outcome::inconclusive;
  std::string sentence;
};

using Findings = std::vector<Finding>;

/// Place in INVALID > FAIL > INCONCLUSIVE > PASS; NOT JUDGED weighs nothing.
int weight(Outcome outcome) {
  switch (outcome) {
    case Outcome::invalid:
      return 4;
    case Outcome::fail:
      return 3;
    case Outcome::inconclusive:
      return 2;
    case Outcome::pass:
      return 1;
    case Outcome::not_judged:
      break;
  }
  return 0;
}

std::string full_stop(const std::string& text) {
  return text + ".";
}

/// The verdicts of one criterion with one outcome, told once.
struct Group {
  const Verdict* first = nullptr;
  std::size_t count = 0;
};

std::string group_sentence(const Group& group, std::size_t devices) {
  const auto& verdict = *group.first;
  std::string text = verdict.criterion + ": " + std::string(word_of(kOutcomes, verdict.outcome));
  if (devices > 1) {
    text += " on " + std::to_string(group.count) + " of " + counted(devices, "device");
  }
  if (!verdict.device.empty()) {
    text += std::string(group.count > 1 ? ", first "
                        : devices > 1   ? ", "
                                        : " on ") +
            verdict.device;
  }
  return full_stop(text + ": " + verdict.reason);
}

/// One sentence for each criterion and outcome that keeps the whole from passing.
void add_verdicts(const std::vector<Verdict>& verdicts, Findings& findings) {
  std::map<std::string_view, std::size_t> devices;
  std::vector<Group> groups;
  std::map<std::pair<std::string_view, Outcome>, std::size_t> places;
  for (const auto& verdict : verdicts) {
    ++devices[verdict.criterion];
    if (!verdict.required || weight(verdict.outcome) <= weight(Outcome::pass)) {
      continue;
    }
    const auto [place, is_new] =
        places.try_emplace({verdict.criterion, verdict.outcome}, groups.size());
    if (is_new) {
      groups.push_back({&verdict, 1});
    } else {
      ++groups[place->second].count;
    }
  }
  for (const auto& group : groups) {
    findings.push_back(
        {group.first->outcome, group_sentence(group, devices[group.first->criterion])});
  }
}

/// What the verdicts of one class come to.
struct ClassSeen {
  bool passed = false;  ///< A required criterion of it did.
  const Verdict* not_judged = nullptr;
};

std::map<std::string_view, ClassSeen> classes_of(const std::vector<Verdict>& verdicts) {
  std::map<std::string_view, ClassSeen> classes;
  for (const auto& verdict : verdicts) {
    auto& seen = classes[verdict.criterion_class];
    seen.passed = seen.passed || (verdict.required && verdict.outcome == Outcome::pass);
    if (seen.not_judged == nullptr && verdict.outcome == Outcome::not_judged) {
      seen.not_judged = &verdict;
    }
  }
  return classes;
}

/// What stood in the way of the first criterion of a class that was not judged; "" when all were.
std::string why_not_judged(const ClassSeen& seen) {
  return seen.not_judged == nullptr ? ""
                                    : " (" + seen.not_judged->criterion +
                                          " was not judged: " + seen.not_judged->reason + ")";
}

void add_classes(const Evidence& evidence, const std::vector<Verdict>& verdicts,
                 Findings& findings) {
  auto classes = classes_of(verdicts);
  for (const auto& criterion_class : evidence.reference.must_judge) {
    const auto& seen = classes[criterion_class];
    if (!seen.passed) {
      findings.push_back({Outcome::inconclusive,
                          full_stop("Class '" + criterion_class +
                                    "' must be judged and no required criterion of it passed" +
                                    why_not_judged(seen))});
    }
  }
  const bool any = std::ranges::any_of(verdicts, [](const Verdict& verdict) {
    return verdict.required && weight(verdict.outcome) > 0;
  });
  if (!any) {
    findings.push_back({Outcome::inconclusive, "Nothing that is required was judged."});
  }
}

/// Of every phase that ran, whether or not this reference has a criterion for it: in the order in
/// which the phases began.
void add_wrong_answers(const RunRecord& record, Findings& findings) {
  std::map<std::string_view, std::optional<std::string>> wrong;
  for (const auto& step : record.steps) {
    if (auto& answer = wrong[step.phase]; !answer) {
      answer = wrong_answer_of(step);
    }
  }
  for (const auto& step : record.steps) {
    if (auto& answer = wrong[step.phase]) {
      findings.push_back({Outcome::fail, full_stop("The machine answered wrongly: " + *answer)});
      answer.reset();
    }
  }
}

void add_run(const Evidence& evidence, Findings& findings) {
  const auto& record = evidence.record;
  if (record.status != RunStatus::complete) {
    findings.push_back({Outcome::inconclusive,
                        full_stop("The run did not complete: " + (record.status_reason.empty()
                                                                      ? "no reason was recorded"
                                                                      : record.status_reason))});
  }
  if (record.simulated != evidence.inventory.simulated) {
    findings.push_back({Outcome::invalid,
                        "Run record and inventory disagree on whether the machine is a captured "
                        "one."});
  }
  if (!record.simulated && record.root != "/") {
    findings.push_back({Outcome::invalid, "The run read '" + record.root +
                                              "' instead of this machine and does not say that it "
                                              "is simulated."});
  }
  add_wrong_answers(record, findings);
}

bool identity_mismatch(const std::vector<Verdict>& verdicts) {
  return std::ranges::any_of(verdicts, [](const Verdict& verdict) {
    return verdict.criterion == "identity" && verdict.criterion_class == "identity" &&
           verdict.outcome == Outcome::inconclusive && verdict.readable == 0;
  });
}

Outcome worst_of(const Findings& findings) {
  Outcome worst = Outcome::pass;
  for (const auto& finding : findings) {
    if (weight(finding.outcome) > weight(worst)) {
      worst = finding.outcome;
    }
  }
  return worst;
}

std::string all_passed(const std::vector<Verdict>& verdicts) {
  const auto passed = std::ranges::count_if(verdicts, [](const Verdict& verdict) {
    return verdict.required && verdict.outcome == Outcome::pass;
  });
  return "Every required criterion that could be judged passed, " +
         counted(static_cast<std::size_t>(passed), "verdict") + " in all.";
}

}  // namespace

void conclude(const Evidence& evidence, Judgement& judgement) {
  Findings findings;
  add_run(evidence, findings);
  add_verdicts(judgement.verdicts, findings);
  add_classes(evidence, judgement.verdicts, findings);
  judgement.overall = worst_of(findings);
  if (judgement.overall == Outcome::fail && identity_mismatch(judgement.verdicts)) {
    judgement.overall = Outcome::inconclusive;  // it failed limits that were never meant for it
  }
  const auto place = [&judgement](const Finding& finding) {
    return finding.outcome == judgement.overall ? 0 : -weight(finding.outcome) + 5;
  };
  std::ranges::stable_sort(findings, {}, place);  // what made it so, then the worst of the rest
  judgement.because.clear();
  for (auto& finding : findings) {
    judgement.because.push_back(std::move(finding.sentence));
  }
  if (judgement.overall == Outcome::pass) {
    judgement.because.push_back(all_passed(judgement.verdicts));
  }
  if (evidence.record.simulated) {
    judgement.because.emplace_back(
        "The machine was read from a captured tree: this says nothing of a real one.");
  }
}

}  // namespace rackproof::criteria
