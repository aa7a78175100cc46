#include "reports/baseline.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace rackproof {
namespace {

using Facts = std::map<std::string, std::string>;

void differing(const std::string& what, const std::string& earlier, const std::string& later,
               std::vector<std::string>& warnings) {
  if (earlier != later) {
    warnings.push_back("different " + what + ": " + (earlier.empty() ? "none" : earlier) +
                       ", now " + (later.empty() ? "none" : later));
  }
}

std::string reference_of(const Report& report) {
  return report.reference_id + " revision " + std::to_string(report.reference_revision);
}

std::string kind_of(const RunRecord& record) {
  return record.simulated ? "captured tree" : "real machine";
}

std::vector<std::string> warnings_of(const Compared& earlier, const Compared& later) {
  std::vector<std::string> warnings;
  differing("reference", reference_of(earlier.report), reference_of(later.report), warnings);
  differing("digest of the reference", earlier.report.reference_digest,
            later.report.reference_digest, warnings);
  differing("tier", earlier.report.tier, later.report.tier, warnings);
  differing("machine", earlier.inventory.machine, later.inventory.machine, warnings);
  differing("serial of the machine", earlier.inventory.serial, later.inventory.serial, warnings);
  differing("source", kind_of(earlier.record), kind_of(later.record), warnings);
  differing("release of this program", earlier.record.suite_version, later.record.suite_version,
            warnings);
  if (later.record.started < earlier.record.started) {
    warnings.emplace_back("the report that is called earlier is the later one");
  }
  return warnings;
}

using Verdicts = std::vector<Verdict>;

/// The same criterion on the same device; where a criterion has one verdict on either side, those
/// two, whichever device stands for the kind.
const Verdict* counterpart(const Verdict& verdict, const Verdicts& own, const Verdicts& others) {
  const auto same = [&verdict](const Verdict& other) {
    return other.criterion == verdict.criterion;
  };
  const auto exact = std::ranges::find_if(
      others, [&](const Verdict& other) { return same(other) && other.device == verdict.device; });
  if (exact != others.end()) {
    return &*exact;
  }
  const bool single =
      std::ranges::count_if(own, same) == 1 && std::ranges::count_if(others, same) == 1;
  return single ? &*std::ranges::find_if(others, same) : nullptr;
}

Change change_of(const Verdict& earlier, const Verdict& later) {
  if (!earlier.observed || !later.observed || *earlier.observed == *later.observed ||
      earlier.unit != later.unit) {
    return Change::none;
  }
  if (!earlier.uncertainty || !later.uncertainty) {
    return Change::not_knowable;
  }
  const double moved = std::abs(*later.observed - *earlier.observed);
  return moved > std::hypot(*earlier.uncertainty, *later.uncertainty) ? Change::beyond
                                                                      : Change::within;
}

VerdictChange beside(const Verdict* earlier, const Verdict* later) {
  const auto& named = later != nullptr ? *later : *earlier;
  VerdictChange change{.criterion = named.criterion,
                       .device = named.device,
                       .earlier = std::nullopt,
                       .later = std::nullopt,
                       .percent = std::nullopt};
  if (earlier != nullptr) {
    change.earlier = *earlier;
  }
  if (later != nullptr) {
    change.later = *later;
  }
  if (earlier == nullptr || later == nullptr) {
    return change;
  }
  change.change = change_of(*earlier, *later);
  const bool counted = earlier->observed && later->observed && earlier->unit == later->unit;
  if (counted && *earlier->observed != 0) {
    change.percent = (*later->observed - *earlier->observed) / std::abs(*earlier->observed) * 100;
  }
  return change;
}

std::vector<VerdictChange> verdicts_of(const Verdicts& earlier, const Verdicts& later) {
  std::vector<VerdictChange> changes;
  for (const auto& verdict : later) {
    changes.push_back(beside(counterpart(verdict, later, earlier), &verdict));
  }
  for (const auto& verdict : earlier) {
    if (counterpart(verdict, earlier, later) == nullptr) {
      changes.push_back(beside(&verdict, nullptr));
    }
  }
  return changes;
}

std::string description(const Device& device) {
  std::string text = device.vendor + " " + device.model;
  if (text == " ") {
    text = std::string(word_of(kDeviceKinds, device.kind));
  }
  text += device.serial.empty() ? "" : ", serial " + device.serial;
  return text + (device.firmware.empty() ? "" : ", firmware " + device.firmware);
}

Facts parts_of(const Inventory& inventory) {
  Facts parts;
  for (const auto& device : inventory.devices) {
    if (device.kind != DeviceKind::probe) {
      parts.emplace(device.id, description(device));
    }
  }
  return parts;
}

Facts software_of(const Inventory& inventory) {
  Facts software;
  for (const auto& [name, version] : inventory.software) {
    software.emplace(name, version);
  }
  return software;
}

Facts environment_of(const RunRecord& record) {
  Facts facts{{"clock source", record.clock_source}, {"inlet", record.site.inlet}};
  for (const auto& fact : record.environment) {
    facts.emplace(fact.name, fact.unit.empty() ? fact.value : fact.value + " " + fact.unit);
  }
  return facts;
}

std::vector<FactChange> facts_that_changed(const Facts& earlier, const Facts& later) {
  std::vector<FactChange> changes;
  for (const auto& [what, now] : later) {
    const auto then = earlier.find(what);
    if (then == earlier.end() || then->second != now) {
      changes.push_back({what, then == earlier.end() ? "" : then->second, now});
    }
  }
  for (const auto& [what, then] : earlier) {
    if (!later.contains(what)) {
      changes.push_back({what, then, ""});
    }
  }
  return changes;
}

}  // namespace

Comparison compare(const Compared& earlier, const Compared& later) {
  Comparison comparison;
  comparison.warnings = warnings_of(earlier, later);
  comparison.verdicts =
      verdicts_of(earlier.report.judgement.verdicts, later.report.judgement.verdicts);
  comparison.parts = facts_that_changed(parts_of(earlier.inventory), parts_of(later.inventory));
  comparison.software =
      facts_that_changed(software_of(earlier.inventory), software_of(later.inventory));
  comparison.environment =
      facts_that_changed(environment_of(earlier.record), environment_of(later.record));
  return comparison;
}

}  // namespace rackproof
