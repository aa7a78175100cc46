#include "reports/verification_json.h"

#include <array>

#include "schemas/enum_names.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

constexpr std::array kStandings{
    EnumName<Standing>{Standing::good, "good"},
    EnumName<Standing>{Standing::not_pass, "not_pass"},
    EnumName<Standing>{Standing::untrusted, "untrusted"},
};

JsonValue json_of_answer(const Answer& answer) {
  return JsonObject()
      .add("ok", answer.ok)
      .add("sentence", answer.sentence)
      .add("details", answer.details)
      .take();
}

JsonValue json_of_signers(const std::vector<VerifiedSigner>& signers) {
  JsonArray rows;
  for (const auto& signer : signers) {
    rows.add(JsonObject()
                 .add("role", word_of(seal::kRoles, signer.role))
                 .add("keyId", signer.key_id)
                 .add("trustId", signer.trust_id)
                 .take());
  }
  return rows.take();
}

JsonValue json_of_one(const Verification& one) {
  return JsonObject()
      .add("bundle", one.bundle)
      .add("standing", word_of(standing_of(one)))
      .add("runId", one.run_id)
      .add("reportId", one.report_id)
      .add("sequence", one.sequence)
      .add("title", one.title)
      .add("overall", one.report_id.empty() ? "" : word_of(kOutcomes, one.overall))
      .add("simulated", one.simulated)
      .add("reproduced", one.reproduced)
      .add("reasonsCompared", one.reasons_compared)
      .add("demandsMet", one.demands_met)
      .add("statusList", word_of(kStatusFound, one.status))
      .add("signers", json_of_signers(one.signers))
      .add("integrity", json_of_answer(one.integrity))
      .add("identity", json_of_answer(one.identity))
      .add("time", json_of_answer(one.time))
      .add("verdict", json_of_answer(one.verdict))
      .take();
}

JsonValue json_of_confined(const Confined& confined) {
  return JsonObject()
      .add("files", confined.files)
      .add("systemCalls", confined.system_calls)
      .add("privileges", confined.privileges)
      .add("memory", confined.memory)
      .take();
}

}  // namespace

std::string_view word_of(Standing standing) {
  return word_of(kStandings, standing);
}

std::string encode_verifications(const std::vector<Verification>& verifications,
                                 const std::vector<NotVerified>& errors, const TrustPolicy& trust,
                                 const std::optional<Confined>& confined) {
  JsonArray bundles;
  for (const auto& one : verifications) {
    bundles.add(json_of_one(one));
  }
  JsonArray failures;
  for (const auto& one : errors) {
    failures.add(JsonObject()
                     .add("bundle", one.bundle)
                     .add("kind", to_string(one.why.kind))
                     .add("message", one.why.message)
                     .take());
  }
  return write_json(JsonObject()
                        .add("format", "rackproof-verification/1")
                        .add("trust", JsonObject()
                                          .add("name", trust.name)
                                          .add("sequence", trust.sequence)
                                          .add("sha256", trust.digest)
                                          .take())
                        .add("confined", confined ? json_of_confined(*confined) : JsonValue())
                        .add("bundles", bundles.take())
                        .add("errors", failures.take())
                        .take());
}

}  // namespace rackproof
