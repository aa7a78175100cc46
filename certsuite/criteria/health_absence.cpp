#include "certsuite/criteria/health_absence.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "certsuite/criteria/health_wording.h"

namespace rackproof::criteria {

void NodeAbsences::take_unread() {
  const auto bound = bound_questions(evidence_.node, evidence_.references);
  if (!evidence_.silent) {
    tell(absent_devices(bound, evidence_.unread, evidence_.seen));
    return;
  }
  for (const auto& each : bound) {
    silent_.insert(each.device->id);
  }
}

void NodeAbsences::tell(const std::vector<AbsentDevice>& all) {
  std::vector<std::string> forgotten;
  std::vector<std::string> replaced;
  for (const auto& absent : all) {
    if (absent.absence == Absence::never_read) {
      continue;
    }
    silent_.insert(absent.device->id);
    if (absent.absence == Absence::forgotten) {
      forgotten.push_back(absent.device->id);
    } else if (absent.absence == Absence::replaced) {
      replaced.push_back(absent.device->id);
    } else {
      health_.findings.push_back(presence_finding(absent, evidence_.window.to));
    }
  }
  leave_out(forgotten, "not read for " + format_duration(kRemembered) + " and more");
  leave_out(replaced, "not read any more; others are in their place");
}

void NodeAbsences::take_stale(const std::vector<Bound>& bound,
                              const std::vector<Answered>& answered) {
  std::set<std::string> fresh;
  for (const auto& each : answered) {
    if (!each.answer.stale) {
      fresh.insert(each.bound.device->id);
    }
  }
  auto unread = evidence_.unread;
  auto seen = evidence_.seen;
  std::set<std::string> found;
  for (const auto& each : answered) {
    const auto& id = each.bound.device->id;
    if (!fresh.contains(id) && !silent_.contains(id)) {
      found.insert(id);
      unread[id];
      auto& last = seen[id];
      last.remembered = true;
      last.last = std::max(last.last, each.answer.last_reading);
    }
  }
  auto absent = absent_devices(bound, unread, seen);
  std::erase_if(absent,
                [&found](const AbsentDevice& one) { return !found.contains(one.device->id); });
  tell(absent);
  tell_node(bound);
}

void NodeAbsences::tell_node(const std::vector<Bound>& bound) {
  const bool all = std::ranges::all_of(
      bound, [this](const Bound& each) { return silent_.contains(each.device->id); });
  if (evidence_.silent || bound.empty() || !all) {
    return;
  }
  AbsentDevice node{bound.front().device, Absence::silent, std::nullopt, true};
  for (const auto& finding : health_.findings) {
    node.last = finding.criterion == kPresence ? std::max(node.last, finding.since) : node.last;
  }
  std::erase_if(health_.findings,
                [](const HealthFinding& finding) { return finding.criterion == kPresence; });
  health_.findings.push_back(presence_finding(node, evidence_.window.to));
  health_.findings.back().device = health_.node;
}

void NodeAbsences::leave_out(const std::vector<std::string>& ids, const std::string& why) {
  if (ids.empty()) {
    return;
  }
  left_out_.insert(ids.begin(), ids.end());
  health_.not_judged.push_back(not_judged_line(ids, why));
}

}  // namespace rackproof::criteria
