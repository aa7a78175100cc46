#pragma once

#include <string_view>

namespace rackproof {

/// in-toto Statement v1 (in-toto/attestation: spec/v1/statement.md).
inline constexpr std::string_view kStatementType = "https://in-toto.io/Statement/v1";

/// Names, never fetched. The last part is the major version: what it means never changes.
inline constexpr std::string_view kRunRecordPredicate =
    "https://rackproof.org/attestation/run-record/v1";
inline constexpr std::string_view kReportPredicate =
    "https://rackproof.org/attestation/compliance-report/v1";
inline constexpr std::string_view kOrderPredicate =
    "https://rackproof.org/attestation/test-order/v1";
inline constexpr std::string_view kStatusPredicate =
    "https://rackproof.org/attestation/report-status/v1";

/// General predicates of in-toto/attestation (spec/predicates), and how their verifier is called.
inline constexpr std::string_view kTestResultPredicate =
    "https://in-toto.io/attestation/test-result/v0.1";
inline constexpr std::string_view kSvrPredicate = "https://in-toto.io/attestation/svr/v0.2";
inline constexpr std::string_view kVerifierId = "https://rackproof.org/verifier/v1";

/// payloadType of every envelope (cosign and sigstore-go insist on exactly this one).
inline constexpr std::string_view kStatementPayloadType = "application/vnd.in-toto+json";

}  // namespace rackproof
