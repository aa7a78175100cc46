#include "reports/companions.h"

#include <utility>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/json/json_value.h"
#include "schemas/json/statement_json.h"
#include "schemas/predicate_types.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

bool passes(const ReportView& view) {
  return view.report.judgement.overall == Outcome::pass && !is_simulated(view);
}

/// A ResourceDescriptor by digest (in-toto/attestation: spec/v1/resource_descriptor.md).
JsonValue descriptor(const char* name, const std::string& sha256) {
  return JsonObject()
      .add("name", name)
      .add("digest", JsonObject().add("sha256", sha256).take())
      .take();
}

std::string name_of(const Verdict& verdict) {
  return verdict.device.empty() ? verdict.criterion : verdict.criterion + " on " + verdict.device;
}

bool counts_against(const Verdict& verdict) {
  return verdict.required && verdict.outcome != Outcome::pass &&
         verdict.outcome != Outcome::not_judged;
}

std::string statement(const ReportView& view, std::string_view type, JsonValue predicate) {
  return encode_statement({view.subjects, std::string(type), std::move(predicate)});
}

}  // namespace

std::string test_result_statement(const ReportView& view) {
  std::vector<std::string> passed;
  std::vector<std::string> failed;
  (passes(view) ? passed : failed).emplace_back("overall verdict");
  for (const auto& verdict : view.report.judgement.verdicts) {
    if (verdict.outcome == Outcome::pass) {
      passed.push_back(name_of(verdict));
    } else if (counts_against(verdict)) {
      failed.push_back(name_of(verdict));
    }
  }
  auto configuration = JsonArray()
                           .add(descriptor("reference.toml", view.report.reference_digest))
                           .add(descriptor("run-record.json", view.run_record_statement.digest))
                           .add(descriptor("report.json", view.report_statement.digest))
                           .take();
  return statement(view, kTestResultPredicate,
                   JsonObject()
                       .add("result", passes(view) ? "PASSED" : "FAILED")
                       .add("configuration", std::move(configuration))
                       .add("passedTests", passed)
                       .add("warnedTests", std::vector<std::string>())
                       .add("failedTests", failed)
                       .take());
}

Result<std::string> svr_statement(const ReportView& view) {
  if (!passes(view)) {
    return Error{ErrorKind::unsupported,
                 "a simple verification result can only say that something passed; this report "
                 "is " +
                     std::string(word_of(kOutcomes, view.report.judgement.overall)) +
                     (is_simulated(view) ? " of a captured tree" : "")};
  }
  auto policies =
      JsonArray().add(descriptor("reference.toml", view.report.reference_digest)).take();
  const std::vector<std::string> properties{
      "RACKPROOF_PASS",
      "RACKPROOF_REFERENCE_" + view.report.reference_id + "_" +
          std::to_string(view.report.reference_revision),
      "RACKPROOF_REFERENCE_STATUS_" + view.report.reference_status,
      "RACKPROOF_TIER_" + view.report.tier};
  return statement(
      view, kSvrPredicate,
      JsonObject()
          .add("verifier",
               JsonObject().add("id", kVerifierId).add("policies", std::move(policies)).take())
          .add("timeCreated", format_utc(view.report.issued))
          .add("properties", properties)
          .take());
}

}  // namespace rackproof
