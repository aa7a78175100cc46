#include "reports/bundle_members.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "reports/bundle.h"
#include "schemas/report_status.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

using Use = MemberRule::Use;

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30;

// clang-format off
constexpr std::array kRules{
    MemberRule{bundle::kRunRecord, "", "", 64 * kMebibyte, Use::keep},
    MemberRule{bundle::kRunRecordSealed, "", "", 96 * kMebibyte, Use::keep},
    MemberRule{bundle::kReport, "", "", 64 * kMebibyte, Use::keep},
    MemberRule{bundle::kReportSealed, "", "", 96 * kMebibyte, Use::keep},
    MemberRule{bundle::kManifest, "", "", 16 * kMebibyte, Use::keep},
    MemberRule{bundle::kJudgedReference, "", "", kMebibyte, Use::keep},
    MemberRule{bundle::kRedactions, "", "", 16 * kMebibyte, Use::keep},
    MemberRule{bundle::kRunRecordChain, "", "", kMebibyte / 4, Use::keep},
    MemberRule{bundle::kReportChain, "", "", kMebibyte / 4, Use::keep},
    MemberRule{bundle::kRevocations, "", "", 4 * kMebibyte, Use::keep},
    MemberRule{bundle::kLogProof, "", "", kMebibyte, Use::keep},
    MemberRule{bundle::kStatus, "", "", kMostStatusBytes, Use::keep},
    MemberRule{bundle::kHtml, "", "", 256 * kMebibyte, Use::none},
    MemberRule{bundle::kInventory, "inventory", "application/json", 64 * kMebibyte, Use::keep},
    MemberRule{bundle::kReference, "reference", "application/toml", kMebibyte, Use::keep},
    MemberRule{bundle::kPlan, "plan", "text/plain", kMebibyte, Use::keep},
    MemberRule{bundle::kSite, "site", "application/toml", kMebibyte, Use::keep},
    MemberRule{bundle::kOrder, "order", "application/vnd.dsse.envelope.v1+json", kMebibyte, Use::keep},
    MemberRule{bundle::kSamples, "samples", "application/vnd.sqlite3", 16 * kGibibyte, Use::copy_to_file},
    MemberRule{bundle::kEvents, "events", "application/jsonl", 256 * kMebibyte, Use::keep},
    MemberRule{bundle::kJournal, "journal", "application/jsonl", 64 * kMebibyte, Use::keep},
    MemberRule{bundle::kCheckpoints, "journal", "text/plain", 64 * kMebibyte, Use::keep},
};
// clang-format on
constexpr std::string_view kExternalEnding = ".jsonl";
constexpr MemberRule kExternalRule{"", "external", "application/jsonl", kMostExternalBytes,
                                   Use::keep};
constexpr MemberRule kAttestationRule{"", "attestation", "application/octet-stream",
                                      kMostAttestationBytes, Use::keep};
constexpr MemberRule kLogRule{"", "log", "text/plain", 256 * kMebibyte, Use::none};

/// RFC 3161, at most as long as reports/seal reads.
constexpr MemberRule kStampRule{"", "", "", std::uint64_t{64} << 10, Use::keep};

/// run-record.N.tsr and report.N.tsr, N from 1 to 9; run-record.N.M.tsr and report.N.M.tsr, M from
/// 2 to 9, which renew them.
bool is_stamp(std::string_view path) {
  constexpr std::string_view kEnding = ".tsr";
  for (const std::string_view stem : {"run-record.", "report."}) {
    if (!path.starts_with(stem) || !path.ends_with(kEnding)) {
      continue;
    }
    const auto rest = path.substr(stem.size());
    const auto number = rest.substr(0, rest.size() - std::min(rest.size(), kEnding.size()));
    const bool first = number.size() == 1;
    const bool renewal =
        number.size() == 3 && number[1] == '.' && number[2] >= '2' && number[2] <= '9';
    return (first || renewal) && number[0] >= '1' && number[0] <= '9';
  }
  return false;
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && is_alphanumeric(name.front()) && name.back() != '.' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

bool is_external(const std::vector<std::string_view>& parts) {
  return parts.size() == 2 && parts.front() == bundle::kExternal && is_plain_name(parts.back()) &&
         parts.back().ends_with(kExternalEnding) && parts.back().size() > kExternalEnding.size();
}

bool is_attestation(const std::vector<std::string_view>& parts) {
  return parts.size() == 2 && parts.front() == bundle::kAttestations && is_plain_name(parts.back());
}

}  // namespace

std::optional<MemberRule> member_rule(std::string_view path) {
  const auto rule = std::find_if(kRules.begin(), kRules.end(),
                                 [path](const MemberRule& each) { return each.name == path; });
  if (rule != kRules.end()) {
    return *rule;
  }
  if (is_stamp(path)) {
    return kStampRule;
  }
  const auto parts = split(path, '/');
  if (is_external(parts)) {
    return kExternalRule;
  }
  if (is_attestation(parts)) {
    return kAttestationRule;
  }
  if (parts.size() < 2 || parts.size() > kMaxDirectoryDepth || parts.front() != bundle::kLogs ||
      !std::all_of(parts.begin(), parts.end(), is_plain_name)) {
    return std::nullopt;
  }
  return kLogRule;
}

bool is_member_directory(std::string_view path) {
  // What may lie in them is named by itself: a name that each of them would take.
  return member_rule(std::string(path) + "/any" + std::string(kExternalEnding)).has_value();
}

std::string stamp_member(bool of_run_record, std::size_t signature, std::size_t renewal) {
  return (of_run_record ? "run-record." : "report.") + std::to_string(signature + 1) +
         (renewal == 0 ? "" : "." + std::to_string(renewal + 1)) + ".tsr";
}

}  // namespace rackproof
