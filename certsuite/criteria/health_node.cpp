#include "certsuite/criteria/health_node.h"

#include <algorithm>
#include <set>
#include <utility>

#include "certsuite/criteria/any_device.h"
#include "certsuite/criteria/binding.h"
#include "certsuite/criteria/health_absence.h"
#include "certsuite/criteria/health_closer.h"
#include "certsuite/criteria/health_wording.h"
#include "certsuite/criteria/parts.h"
#include "certsuite/criteria/wording.h"

namespace rackproof::criteria {
namespace {

HealthAnswer plain_pass(const Bound& bound) {
  HealthAnswer answer;
  answer.state = HealthState::healthy;
  answer.verdict.criterion = bound.question->criterion.id;
  answer.verdict.device = bound.device->id;
  answer.verdict.outcome = Outcome::pass;
  answer.verdict.reason = "every reading keeps to the limit";
  return answer;
}

class NodeJudge {
 public:
  explicit NodeJudge(const NodeEvidence& evidence)
      : evidence_(evidence), absences_(evidence, health_) {
    health_.node = evidence.node.id;
    health_.state = HealthState::healthy;
  }

  Result<NodeHealth> judge() {
    absences_.take_unread();
    here_ = evidence_.node;
    std::erase_if(here_.inventory.devices,
                  [this](const Device& device) { return absences_.is_left_out(device.id); });
    const auto bound = bound_questions(here_, evidence_.references);
    std::set<std::string> devices;
    for (const auto& each : bound) {
      devices.insert(each.device->id);
    }
    health_.devices = devices.size();
    judge_references();
    if (auto asked = ask(bound); !asked) {
      return std::move(asked).error();
    }
    conclude();
    return std::move(health_);
  }

 private:
  void judge_references() {
    for (const auto* reference : evidence_.references) {
      health_.references.push_back(reference->architecture->id);
      if (evidence_.silent) {
        continue;
      }
      for (const auto& line : reference->questions.not_judged) {
        health_.not_judged.push_back(line);
      }
      for (const auto& verdict : judge_parts(*reference->architecture, here_.inventory)) {
        judge_part(verdict);
      }
    }
  }

  void judge_part(const Verdict& verdict) {
    if (verdict.outcome == Outcome::not_judged) {
      health_.not_judged.push_back(verdict.criterion + ": " + verdict.reason);
    } else if (verdict.outcome != Outcome::pass) {
      const auto kind = verdict.device.substr(0, verdict.device.find('['));
      const auto known = value_of(kDeviceKinds, std::string_view(kind));
      health_.findings.push_back(
          part_finding(verdict, !known || !devices_of(here_.inventory, *known).empty()));
    } else {
      ++health_.answered;
    }
  }

  /// Whether the screen settles it: a pass, or for what is silent that its last readings were well.
  [[nodiscard]] bool is_plain(const Bound& bound, const Screened* screened) const {
    const bool silent = absences_.is_silent(bound.device->id);
    if (screened == nullptr) {
      return silent;
    }
    const bool fresh = freshness_of(*screened, evidence_.window) == Freshness::fresh;
    return (silent || fresh) && plainly_within(*bound.question, *screened);
  }

  Result<void> ask(const std::vector<Bound>& bound) {
    std::vector<Answered> answered;
    std::vector<Suspect> suspects;
    for (const auto& each : bound) {
      const auto* screened =
          screened_of(evidence_.screen, *each.device, std::string(each.question->metric->name));
      if (!is_plain(each, screened)) {
        suspects.push_back(
            {each, screened == nullptr ? 0 : screened->readable + screened->missing});
      } else if (!absences_.is_silent(each.device->id)) {
        answered.push_back({each, plain_pass(each)});
      }
    }
    auto answers = answers_to(suspects, evidence_.source, evidence_.window);
    if (!answers) {
      return std::move(answers).error();
    }
    for (std::size_t i = 0; i < suspects.size(); ++i) {
      answered.push_back({suspects[i].bound, std::move((*answers)[i])});
    }
    absences_.take_stale(bound, answered);
    // That a device is silent is told once, and not by each of its questions.
    std::erase_if(answered, [this](const Answered& one) {
      return absences_.is_silent(one.bound.device->id) && one.answer.state <= HealthState::unknown;
    });
    tell_all(bound, answered);
    return {};
  }

  /// One question after the other, each with all of its devices.
  void tell_all(const std::vector<Bound>& bound, const std::vector<Answered>& answered) {
    for (const auto* reference : evidence_.references) {
      for (const auto& question : reference->questions.asked) {
        tell_question(question, bound, answered);
      }
    }
  }

  void tell_question(const HealthQuestion& question, const std::vector<Bound>& bound,
                     const std::vector<Answered>& answered) {
    const auto is_of = [&question](const Bound& each) { return each.question == &question; };
    std::vector<const HealthAnswer*> answers;
    for (const auto& each : answered) {
      if (is_of(each.bound)) {
        answers.push_back(&each.answer);
      }
    }
    if (std::ranges::any_of(bound, is_of)) {
      tell(question, answers);
    } else if (!evidence_.silent) {
      tell_unbound(question);
    }
  }

  void tell_unbound(const HealthQuestion& question) {
    const auto ruling = unbound(question.criterion, here_.inventory);
    if (ruling.outcome == Outcome::not_judged || !question.criterion.required) {
      health_.not_judged.push_back(question.criterion.id + ": " + ruling.reason);
      return;
    }
    HealthAnswer answer;
    answer.verdict.reason = ruling.reason;
    answer.verdict.unit = question.limits.unit;
    health_.findings.push_back(finding_of(question, answer));
  }

  void tell(const HealthQuestion& question, const std::vector<const HealthAnswer*>& answers) {
    if (question.criterion.devices == DevicesAsked::any && !answers.empty()) {
      tell_any(question, answers);
      return;
    }
    std::vector<std::string> unanswered;
    std::string why;
    for (const auto* answer : answers) {
      const bool offered = answer->verdict.outcome != Outcome::not_judged;
      if (!offered || (answer->state == HealthState::unknown && !question.criterion.required)) {
        why = unanswered.empty() ? answer->verdict.reason : why;
        unanswered.push_back(answer->verdict.device);
        continue;
      }
      tell_one(question, *answer);
    }
    if (!unanswered.empty()) {
      health_.not_judged.push_back(not_judged_line(unanswered, question.criterion.id + ": " + why));
    }
  }

  void tell_one(const HealthQuestion& question, const HealthAnswer& answer) {
    if (answer.state != HealthState::healthy) {
      health_.findings.push_back(finding_of(question, answer));
      return;
    }
    health_.answered += question.criterion.required ? 1 : 0;
    if (answer.counted_before) {
      health_.findings.push_back(old_count_finding(question, answer, evidence_.window));
    }
  }

  void tell_any(const HealthQuestion& question, const std::vector<const HealthAnswer*>& answers) {
    std::vector<Verdict> verdicts;
    for (const auto* answer : answers) {
      verdicts.push_back(answer->verdict);
    }
    const auto verdict = any_device(verdicts);
    auto shown = **std::ranges::find_if(answers, [&verdict](const HealthAnswer* answer) {
      return answer->verdict.outcome == verdict.outcome;
    });
    shown.verdict = verdict;
    if (verdict.outcome == Outcome::not_judged) {
      health_.not_judged.push_back(question.criterion.id + ": " + verdict.reason);
    } else {
      tell_one(question, shown);
    }
  }

  void conclude() {
    drop_parts_of_absent(health_.findings);
    sort_findings(health_.findings);
    for (const auto& finding : health_.findings) {
      health_.state = finding.required ? std::max(health_.state, finding.state) : health_.state;
    }
    if (health_.answered == 0 && health_.state == HealthState::healthy && !evidence_.silent) {
      health_.state = HealthState::unknown;
      HealthFinding finding;
      finding.device = health_.node;
      finding.criterion = kPresence;
      finding.reason = "no required question could be put to anything that is read here";
      health_.findings.insert(health_.findings.begin(), std::move(finding));
    }
  }

  const NodeEvidence& evidence_;
  HealthNode here_;
  NodeHealth health_;
  NodeAbsences absences_;
};

}  // namespace

Result<NodeHealth> judge_node(const NodeEvidence& evidence) {
  return NodeJudge(evidence).judge();
}

}  // namespace rackproof::criteria
