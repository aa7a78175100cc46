#include "reports/report_claims.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <utility>

#include "certsuite/criteria/grounds.h"
#include "certsuite/criteria/not_covered.h"
#include "reports/external_run.h"
#include "reports/mandatory.h"
#include "reports/measurements.h"
#include "schemas/encoding.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

/// A line of the site that both statements repeat.
struct SiteLine {
  const char* name;
  std::string Site::*text;
};
constexpr std::array kSiteLines{
    SiteLine{"issuer", &Site::issuer_name},
    SiteLine{"issuer's address", &Site::issuer_address},
    SiteLine{"issuer's role", &Site::issuer_role},
    SiteLine{"authoriser", &Site::authorised_by},
    SiteLine{"customer", &Site::customer},
    SiteLine{"place", &Site::place},
    SiteLine{"position", &Site::position},
    SiteLine{"rack serial number", &Site::rack_serial},
    SiteLine{"operator", &Site::operator_name},
    SiteLine{"inlet temperature", &Site::inlet},
    SiteLine{"condition on receipt", &Site::condition},
};

std::string quoted(const std::string& text) {
  return "'" + printable(text, 80) + "'";
}

void compare_sites(const Site& stated, const Site& recorded, std::vector<std::string>& found) {
  for (const auto& line : kSiteLines) {
    if (stated.*line.text != recorded.*line.text) {
      found.push_back("the report gives as " + std::string(line.name) + " " +
                      quoted(stated.*line.text) + ", the run record " +
                      quoted(recorded.*line.text));
    }
  }
  if (stated.instruments != recorded.instruments) {
    found.emplace_back("report and run record tell of different instruments or calibrations");
  }
  if (stated.valid_for_days != recorded.valid_for_days) {
    found.emplace_back("report and run record name different spans of validity");
  }
}

void compare_reference(const Report& report, const Architecture& reference,
                       std::vector<std::string>& found) {
  const std::string status(word_of(kReferenceStatuses, reference.status));
  if (report.reference_title != reference.title) {
    found.push_back("the report titles its reference " + quoted(report.reference_title) +
                    ", the reference itself " + quoted(reference.title));
  }
  if (report.reference_status != status) {
    found.push_back("the report calls its reference " + quoted(report.reference_status) +
                    ", which is " + status);
  }
  // Older releases say neither of a reference.
  if (!report.decision_rules.empty() &&
      (report.reference_uri != reference.uri || report.reference_sequence != reference.sequence)) {
    found.emplace_back(
        "the report publishes its reference elsewhere or under another number than "
        "the reference itself does");
  }
}

void compare_validity(const Report& report, const RunRecord& record,
                      std::vector<std::string>& found) {
  const auto end = end_of_validity(record);
  if (end && (!report.valid_until || *end < *report.valid_until)) {
    found.push_back("the report is valid " +
                    (report.valid_until ? "until " + format_utc(*report.valid_until) : "for ever") +
                    ", the run record allows until " + format_utc(*end));
  }
}

/// Reports of releases that did not say their rules hold none.
void compare_rules(const Report& report, const Judgement& judgement,
                   std::vector<std::string>& found) {
  if (!report.decision_rules.empty() &&
      report.decision_rules != criteria::rules_used(judgement.verdicts)) {
    found.emplace_back(
        "the report explains its decision rules otherwise than its verdicts were "
        "decided");
  }
}

/// Another release may say it in other words; nothing at all is said in none.
void compare_not_covered(const Loaded& loaded, const Judgement& judgement, Wording wording,
                         std::vector<std::string>& found) {
  const auto& stated = loaded.report.report.not_covered;
  auto expected = criteria::not_covered(judgement, loaded.reference.architecture, loaded.inventory);
  for (auto& sentence : external_not_covered(loaded.run_record.record)) {
    expected.push_back(std::move(sentence));
  }
  const bool same =
      wording == Wording::must_match ? stated == expected : expected.empty() || !stated.empty();
  if (!same) {
    found.push_back("the report tells " + std::to_string(stated.size()) +
                    " things that it does not cover, and not the " +
                    std::to_string(expected.size()) + " that the evidence gives");
  }
}

/// What the run record tells of measurements: by this release, all of them.
void compare_measurements(const Loaded& loaded, std::vector<std::string>& found) {
  const auto& record = loaded.run_record.record;
  auto wrong =
      false_measurements(record, *loaded.samples, record.suite_version == RACKPROOF_VERSION);
  if (!wrong) {
    found.push_back("what was measured cannot be read: " + wrong.error().message);
    return;
  }
  std::ranges::move(*wrong, std::back_inserter(found));
}

}  // namespace

std::optional<UtcTime> end_of_validity(const RunRecord& record) {
  if (!record.site.valid_for_days) {
    return std::nullopt;
  }
  const auto span = std::chrono::days(*record.site.valid_for_days);
  return record.finished < UtcTime::max() - span ? record.finished + span : record.finished;
}

std::vector<std::string> unfounded_claims(const Loaded& loaded, const Judgement& found,
                                          Wording wording) {
  const auto& report = loaded.report.report;
  const auto& record = loaded.run_record.record;
  std::vector<std::string> unfounded;
  const bool told = !report.decision_rules.empty();
  const auto whole = told ? check_mandatory(report, record) : check_ever_mandatory(report, record);
  // Issued before the run's end it is refused by the answer on time, in the place of this one.
  if (!whole && record.finished <= report.issued) {
    unfounded.push_back(whole.error().message);
  }
  compare_sites(report.site, record.site, unfounded);
  compare_reference(report, loaded.reference.architecture, unfounded);
  compare_validity(report, record, unfounded);
  compare_rules(report, found, unfounded);
  compare_not_covered(loaded, found, wording, unfounded);
  compare_measurements(loaded, unfounded);
  return unfounded;
}

}  // namespace rackproof
