#pragma once

#include <string>
#include <vector>

#include "certsuite/criteria/health_look.h"
#include "schemas/health.h"

/// Findings and sentences of health out of verdicts.
namespace rackproof::criteria {

/// A finding for an answer that is not healthy.
[[nodiscard]] HealthFinding finding_of(const HealthQuestion& question, const HealthAnswer& answer);

/// An advisory finding for errors that were counted before the window; answer.counted_before holds.
[[nodiscard]] HealthFinding old_count_finding(const HealthQuestion& question,
                                              const HealthAnswer& answer, TimeRange window);

/// A finding for a part of the reference that is missing or is not what it should be. An empty
/// place of a kind of which nothing is known at all is unknown: perhaps nobody looked.
[[nodiscard]] HealthFinding part_finding(const Verdict& verdict, bool kind_is_known);

/// "node/card:a and 3 more: why"; `ids` is not empty.
[[nodiscard]] std::string not_judged_line(const std::vector<std::string>& ids,
                                          const std::string& why);

/// Takes out the presence of what sits in a device whose own presence is told, by their ids.
void drop_parts_of_absent(std::vector<HealthFinding>& findings);

/// Worst first, required before advisory, then by device and criterion.
void sort_findings(std::vector<HealthFinding>& findings);

}  // namespace rackproof::criteria
