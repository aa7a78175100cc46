#include "reports/trust_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <utility>

#include "probes/machine/output_file.h"
#include "reports/trust_tables.h"
#include "schemas/digest.h"
#include "schemas/toml/tree.h"

namespace rackproof {
namespace {

constexpr std::array kTables{
    &read_trust_header,        &read_trust_keys, &read_trust_authorities, &read_trust_thresholds,
    &read_trust_time_stampers, &read_trust_logs, &read_trust_demands};

/// A file read to its end, complaints included.
struct Read {
  TrustPolicy trust;
  Findings findings;
  ErrorKind kind = ErrorKind::malformed;  ///< Of the first complaint.
};

std::string name_of(const seal::TrustedKey& entry) {
  return "key " + (entry.id.empty() ? entry.key.key_id() : "'" + entry.id + "'");
}

/// Whoever keeps a status list speaks of the reports of one issuer: whose, must be known, or the
/// list counts for none and a report that it withdraws would be a yes.
void check_issuers(const TrustPolicy& trust, const std::string& file, Findings& findings) {
  std::set<std::string> certifying;
  bool somebody_certifies = false;
  const auto note = [&](bool certifies, const std::string& issuer) {
    somebody_certifies = somebody_certifies || certifies;
    if (certifies && !issuer.empty()) {
      certifying.insert(issuer);
    }
  };
  for (const auto& entry : trust.signers.keys()) {
    note(entry.may_sign_as(seal::Role::certifier), entry.issuer);
  }
  for (const auto& authority : trust.authorities) {
    note(seal::may_vouch_for(authority, word_of(seal::kRoles, seal::Role::certifier)),
         authority.issuer);
  }
  for (const auto& entry : trust.signers.keys()) {
    const bool keeps = entry.may_sign_as(seal::Role::status);
    if (keeps && somebody_certifies && !entry.may_sign_as(seal::Role::certifier) &&
        certifying.count(entry.issuer) == 0) {
      findings.push_back(
          {LintLevel::error, file,
           name_of(entry) + " keeps status lists, and of no certifier here: give both entries the "
                            "same issuer = \"...\""});
    }
  }
}

Result<Read> read_trust(std::string_view text, const std::string& file,
                        const std::string& directory) {
  const auto document = parse_toml(text, file);
  if (!document) {
    return document.error();
  }
  Read read;
  TableReader reader(*document, "trust file", read.findings);
  TrustReading reading{reader, read.findings, read.trust, directory, ErrorKind::malformed, {}};
  for (const auto& table : kTables) {
    table(reading);
  }
  reader.finish();
  if (read.findings.empty()) {
    check_issuers(read.trust, file, read.findings);
  }
  if (read.findings.empty() && read.trust.signers.empty() && read.trust.authorities.empty()) {
    read.findings.push_back(
        {LintLevel::error, file, "holds no [[key]] and no [[authority]]: it trusts nobody"});
  }
  read.kind = reading.first_kind;
  read.trust.text_digest = sha256_hex(text);
  read.trust.digest = sha256_hex(read.trust.text_digest + "\n" + reading.named);
  return read;
}

Finding warning(const std::string& file, std::string text) {
  return {LintLevel::warning, file, std::move(text)};
}

void look_at_keys(const seal::Trust& signers, const std::string& file, UtcTime now,
                  Findings& findings) {
  for (const auto& entry : signers.keys()) {
    if (!entry.window.contains(now)) {
      findings.push_back(
          warning(file, name_of(entry) + " is good " + entry.window.words() + ", not now"));
    }
    if (!entry.window.not_after) {
      findings.push_back(
          {LintLevel::note, file, name_of(entry) + " has no not_after: it is good for ever"});
    }
  }
}

/// Of what else is trusted for a time only.
void look_at_windows(const TrustPolicy& trust, const std::string& file, UtcTime now,
                     Findings& findings) {
  const auto expect_now = [&](const seal::Window& window, const std::string& what) {
    if (!window.contains(now)) {
      findings.push_back(warning(file, what + " is good " + window.words() + ", not now"));
    }
  };
  for (const auto& each : trust.authorities) {
    expect_now(each.window, "authority '" + each.id + "'");
  }
  for (const auto& each : trust.time_stampers) {
    expect_now({each.from, each.until}, "time stamper '" + each.id + "'");
  }
  for (const auto& each : trust.logs) {
    expect_now(each.window, "log '" + each.origin + "'");
  }
}

/// A name and a number are as quickly written as read; only a digest is of one text.
void look_at_references(const ReportPolicy& reports, const std::string& file, Findings& findings) {
  for (const auto& reference : reports.references) {
    if (reference.digests.empty()) {
      findings.push_back({LintLevel::note, file,
                          "policy.reference '" + reference.id +
                              "' lists no digests: whoever certifies may write one of that name"});
    }
  }
}

/// Whether certificates can add to the keys of `role`.
bool is_vouched_for(const TrustPolicy& trust, std::string_view role) {
  return std::any_of(
      trust.authorities.begin(), trust.authorities.end(),
      [role](const seal::Authority& each) { return seal::may_vouch_for(each, role); });
}

void look_at_roles(const TrustPolicy& trust, const std::string& file, Findings& findings) {
  const auto& signers = trust.signers;
  for (const auto& role : seal::kRoles) {
    const auto keys = static_cast<int>(signers.keys_for(role.value).size());
    const auto needed = signers.threshold(role.value);
    const bool of_a_bundle =
        role.value == seal::Role::collector || role.value == seal::Role::certifier;
    if (keys < needed && (of_a_bundle || needed > 1) && !is_vouched_for(trust, role.word)) {
      findings.push_back(warning(file, "only a signature of " + std::to_string(needed) + " as " +
                                           std::string(role.word) + " is believed, and " +
                                           std::to_string(keys) + " keys have this role"));
    }
  }
}

bool has_role(const TrustPolicy& trust, seal::Role role) {
  return !trust.signers.keys_for(role).empty() ||
         is_vouched_for(trust, word_of(seal::kRoles, role));
}

bool has_witnesses(const TrustPolicy& trust) {
  return std::any_of(trust.logs.begin(), trust.logs.end(),
                     [](const seal::LogPolicy& log) { return log.quorum > 0; });
}

/// A demand for something that nobody in the file can give refuses every report.
void look_at_demands(const TrustPolicy& trust, const std::string& file, Findings& findings) {
  const auto& demands = trust.reports;
  const auto expect = [&](bool demanded, bool can_be_met, const std::string& sentence) {
    if (demanded && !can_be_met) {
      findings.push_back(warning(file, sentence));
    }
  };
  expect(demands.time == TimeDemand::stamped, !trust.time_stampers.empty() || has_witnesses(trust),
         "demands time stamps, and holds no [[time_stamper]] and no log with witnesses");
  expect(demands.order == Demand::required, has_role(trust, seal::Role::vendor),
         "demands a test order, and nobody has the role vendor");
  expect(demands.status == Demand::required, has_role(trust, seal::Role::status),
         "demands a status list, and nobody has the role status");
  expect(demands.tpm_quote == Demand::required, has_role(trust, seal::Role::tpm),
         "demands a quote of a TPM, and nobody has the role tpm");
  expect(demands.log == Demand::required, !trust.logs.empty(),
         "demands the proof of a log, and holds no [[log]]");
}

}  // namespace

void TrustReading::complain(const std::string& where, const Error& error) {
  if (findings.empty()) {
    first_kind = error.kind;
  }
  findings.push_back({LintLevel::error, where, error.message});
}

Result<std::string> TrustReading::pem_of(const std::string& given, std::size_t limit) {
  if (given.find("-----BEGIN") != std::string::npos) {
    return given;
  }
  auto bytes = read_file((std::filesystem::path(directory) / given).string(), limit);
  if (bytes) {
    named += sha256_hex(*bytes) + "\n";
  }
  return bytes;
}

Result<TrustPolicy> parse_trust(std::string_view text, const std::string& file,
                                const std::string& directory) {
  auto read = read_trust(text, file, directory);
  if (!read) {
    return std::move(read).error();
  }
  if (!read->findings.empty()) {
    const auto& first = read->findings.front();
    return Error{read->kind, first.where + ": " + first.text};
  }
  return std::move(read->trust);
}

Result<TrustPolicy> load_trust(const std::string& path) {
  const auto text = read_file(path, kTomlLimit);
  if (!text) {
    return text.error();
  }
  return parse_trust(*text, path, std::filesystem::path(path).parent_path().string());
}

Findings lint_trust(std::string_view text, const std::string& file, const std::string& directory,
                    UtcTime now) {
  auto read = read_trust(text, file, directory);
  if (!read) {
    return {{LintLevel::error, file, read.error().message}};
  }
  auto findings = std::move(read->findings);
  if (!findings.empty()) {
    return findings;
  }
  const auto& trust = read->trust;
  if (const auto valid = check_still_valid(trust, now); !valid) {
    findings.push_back(warning(file, valid.error().message));
  }
  if (trust.sequence == 0) {
    findings.push_back({LintLevel::note, file,
                        "has no [trust] sequence: an older copy of it cannot be told apart"});
  }
  look_at_roles(trust, file, findings);
  look_at_demands(trust, file, findings);
  look_at_keys(trust.signers, file, now, findings);
  look_at_windows(trust, file, now, findings);
  look_at_references(trust.reports, file, findings);
  return findings;
}

Result<void> check_still_valid(const TrustPolicy& trust, UtcTime now) {
  if (trust.valid_until && *trust.valid_until < now) {
    return Error{ErrorKind::untrusted, "the trust file '" + trust.name +
                                           "' is too old: valid until " +
                                           format_utc(*trust.valid_until)};
  }
  return {};
}

}  // namespace rackproof
