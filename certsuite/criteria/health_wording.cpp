#include "certsuite/criteria/health_wording.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "certsuite/criteria/wording.h"
#include "schemas/text.h"

namespace rackproof::criteria {
namespace {

HealthFinding blank_finding(const HealthQuestion& question, const HealthAnswer& answer) {
  HealthFinding finding;
  const auto& verdict = answer.verdict;
  finding.state = answer.state;
  finding.required = question.criterion.required;
  finding.device = verdict.device;
  finding.criterion = question.criterion.id;
  finding.metric = question.metric->name;
  finding.statistic = question.criterion.statistic;
  finding.unit = verdict.unit;
  finding.observed = verdict.observed;
  finding.at_least = verdict.at_least;
  finding.at_most = verdict.at_most;
  finding.since = answer.since;
  finding.until = answer.until;
  finding.first_reading = answer.first_reading;
  finding.last_reading = answer.last_reading;
  finding.readable = verdict.readable;
  finding.missing = verdict.missing;
  finding.reason = verdict.reason;
  finding.note = question.criterion.note;
  const auto& limit =
      question.criterion.at_most ? question.criterion.at_most : question.criterion.at_least;
  if (limit) {
    finding.basis = limit->basis;
    finding.source = limit->source;
  }
  return finding;
}

}  // namespace

HealthFinding finding_of(const HealthQuestion& question, const HealthAnswer& answer) {
  return blank_finding(question, answer);
}

HealthFinding old_count_finding(const HealthQuestion& question, const HealthAnswer& answer,
                                TimeRange window) {
  auto finding = blank_finding(question, answer);
  finding.state = HealthState::degraded;
  finding.required = false;
  finding.observed = answer.counted_before;
  finding.statistic = Statistic::last;
  finding.reason = "counted before " + format_utc(window.from) + ": " +
                   with_unit(format_double(*answer.counted_before), finding.unit) +
                   "; none since, so it is no news and does not count";
  return finding;
}

HealthFinding part_finding(const Verdict& verdict, bool kind_is_known) {
  HealthFinding finding;
  const bool missing = verdict.outcome == Outcome::fail && kind_is_known;
  finding.state = missing ? HealthState::unhealthy : HealthState::unknown;
  finding.required = verdict.required;
  finding.device = verdict.device;
  finding.criterion = verdict.criterion;
  finding.unit = verdict.unit;
  finding.observed = verdict.observed;
  finding.at_least = verdict.at_least;
  finding.at_most = verdict.at_most;
  finding.reason = verdict.reason;
  if (verdict.outcome == Outcome::fail && !kind_is_known) {
    finding.reason += "; nothing of that kind was ever read here, so perhaps nobody looked";
  }
  return finding;
}

std::string not_judged_line(const std::vector<std::string>& ids, const std::string& why) {
  const auto more = ids.size() == 1 ? "" : " and " + std::to_string(ids.size() - 1) + " more";
  return ids.front() + more + ": " + why;
}

void drop_parts_of_absent(std::vector<HealthFinding>& findings) {
  std::set<std::string> absent;
  for (const auto& finding : findings) {
    if (finding.criterion == kPresence) {
      absent.insert(finding.device);
    }
  }
  const auto sits_in_absent = [&absent](std::string id) {
    while (id.find('/') != std::string::npos) {
      id.resize(id.rfind('/'));
      if (absent.contains(id)) {
        return true;
      }
    }
    return false;
  };
  std::erase_if(findings, [&sits_in_absent](const HealthFinding& finding) {
    return finding.criterion == kPresence && sits_in_absent(finding.device);
  });
}

void sort_findings(std::vector<HealthFinding>& findings) {
  std::ranges::stable_sort(findings, [](const HealthFinding& a, const HealthFinding& b) {
    return std::tuple(!a.required, -static_cast<int>(a.state), std::tie(a.device, a.criterion)) <
           std::tuple(!b.required, -static_cast<int>(b.state), std::tie(b.device, b.criterion));
  });
}

}  // namespace rackproof::criteria
