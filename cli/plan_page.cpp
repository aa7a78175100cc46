#include "cli/plan_page.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

#include "reports/figures.h"
#include "reports/text_page.h"
#include "schemas/text.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

std::string duration(double seconds) {
  return format_duration(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)));
}

void step(std::size_t number, const PlannedStep& step, const std::string& purpose, TextPage& page) {
  auto title = std::to_string(number) + ". " + step.phase + ": ";
  if (step.skipped.empty()) {
    title += step.workload + " for " + duration(step.seconds);
    title += step.settle_seconds > 0 ? ", after a rest of " + duration(step.settle_seconds) : "";
  } else {
    title += "SKIPPED: " + step.skipped;
  }
  page.paragraph(title);
  if (!purpose.empty()) {
    page.paragraph(purpose, 4);
  }
}

void steps(const Plan& plan, const Coverage& coverage, TextPage& page) {
  page.heading("What would be run", '-');
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    step(i + 1, plan.steps[i], coverage.purposes.at(i), page);
  }
  page.paragraph("Work " + duration(work_seconds(plan)) + ", about " +
                 duration(estimated_seconds(plan)) + " in all.");
  for (const auto& deviation : plan.deviations) {
    page.paragraph("Deviation: " + deviation + ".");
  }
  page.blank();
}

/// Devices of one criterion that are not judged for one reason.
struct Group {
  const Verdict* first = nullptr;
  std::int64_t devices = 0;
};

std::vector<Group> groups_of(const std::vector<Verdict>& verdicts) {
  std::vector<Group> groups;
  for (const auto& verdict : verdicts) {
    const auto same = std::ranges::find_if(groups, [&verdict](const Group& group) {
      return group.first->criterion == verdict.criterion && group.first->reason == verdict.reason;
    });
    if (same == groups.end()) {
      groups.push_back({&verdict, 1});
    } else {
      ++same->devices;
    }
  }
  return groups;
}

void not_judged(const Coverage& coverage, TextPage& page) {
  page.heading("What would not be judged", '-');
  for (const auto& [first, devices] : groups_of(coverage.not_judged)) {
    const auto where = devices > 1 ? " on " + figures::counted(devices, "device") : "";
    page.paragraph(first->criterion + where + (first->required ? "" : " (advisory)") + ": " +
                   first->reason);
  }
  page.paragraph(
      figures::counted(static_cast<std::int64_t>(coverage.not_judged.size()), "verdict") + " of " +
      std::to_string(coverage.verdicts) + " would be NOT JUDGED.");
  page.blank();
}

void uncovered(const Coverage& coverage, TextPage& page) {
  page.heading("What no criterion looks at", '-');
  for (const auto& [kind, devices] : coverage.uncovered) {
    const auto count = static_cast<std::int64_t>(devices.size());
    std::string name(word_of(kDeviceKinds, kind));
    std::ranges::replace(name, '_', ' ');
    page.fact(name,
              (count == 1 ? "" : figures::counted(count, "device") + ", first ") + devices.front());
  }
  if (coverage.uncovered.empty()) {
    page.paragraph("Every kind of part that was found has a criterion or a count.");
  }
  page.blank();
}

void obstacles(const Coverage& coverage, TextPage& page) {
  if (coverage.cannot_pass.empty()) {
    return;
  }
  page.heading("This run could not pass", '-');
  for (const auto& line : coverage.cannot_pass) {
    page.paragraph("- " + line);
  }
  page.blank();
}

}  // namespace

std::string plan_page(const Plan& plan, const Coverage& coverage) {
  TextPage page;
  page.heading("Plan: reference " + plan.reference_id + " revision " +
                   std::to_string(plan.reference_revision) + ", tier " + plan.tier,
               '=');
  page.blank();
  steps(plan, coverage, page);
  not_judged(coverage, page);
  uncovered(coverage, page);
  obstacles(coverage, page);
  page.paragraph(
      "Nothing was touched. The report would say the same under \"not covered\", and "
      "what only the run can show: a sensor that does not answer, a step that fails.");
  return page.take() + "reference sha256 " + plan.reference_digest + "\nplan sha256 " +
         plan_digest(plan) + "\n";
}

}  // namespace rackproof
