#include "cli/verifying.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <ostream>
#include <utility>

#include "probes/machine/confinement.h"
#include "probes/machine/output_file.h"
#include "probes/machine/scratch.h"
#include "reports/seal/evp.h"
#include "reports/seal/key_file.h"
#include "reports/seen.h"
#include "reports/trust_file.h"
#include "reports/verification_json.h"
#include "reports/verify.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::size_t kLine = 400;

struct NamedAnswer {
  std::string_view name;
  const Answer& answer;
};

std::array<NamedAnswer, 4> answers_of(const Verification& one) {
  return {NamedAnswer{"integrity", one.integrity}, NamedAnswer{"identity ", one.identity},
          NamedAnswer{"time     ", one.time}, NamedAnswer{"verdict  ", one.verdict}};
}

/// Four lines, then the particulars of those that are not ok. Nothing out of a bundle reaches the
/// terminal without printable().
void print(const Verification& one, std::ostream& out) {
  out << printable(one.bundle, kLine);
  if (!one.report_id.empty()) {
    out << ": " << printable(one.title) << ", report " << printable(one.report_id);
  }
  out << "\n";
  for (const auto& [name, answer] : answers_of(one)) {
    out << "  " << name << (answer.ok ? "  ok      " : "  NOT ok  ")
        << printable(answer.sentence, kLine) << "\n";
  }
  for (const auto& [name, answer] : answers_of(one)) {
    if (answer.ok) {
      continue;
    }
    for (const auto& detail : answer.details) {
      out << "    - " << printable(detail, kLine) << "\n";
    }
  }
}

ExitCode exit_code_of(Standing standing) {
  switch (standing) {
    case Standing::good:
      return ExitCode::done;
    case Standing::not_pass:
      return ExitCode::not_pass;
    case Standing::untrusted:
      break;
  }
  return ExitCode::untrusted;
}

Result<TrustPolicy> trust_of(const VerifyRequest& request) {
  if (!request.trust.empty()) {
    return load_trust(request.trust);
  }
  const auto key = seal::load_public_key(request.key);
  if (!key) {
    return key.error();
  }
  return trusting(*key);
}

/// What was seen before, with `trust` noted in it.
Result<Seen> seen_with(const VerifyRequest& request, const TrustPolicy& trust) {
  if (request.seen.empty()) {
    return Seen{};
  }
  auto seen = read_seen(request.seen);
  if (!seen) {
    return seen;
  }
  auto noted = note_trust(*seen, trust);
  return noted ? std::move(seen) : Result<Seen>(std::move(noted).error().during(request.seen));
}

/// Each report is held against those seen before and those beside it, and then noted.
Result<void> compare(const VerifyRequest& request, Seen seen, std::vector<Verification>& verified) {
  auto known = seen.reports;
  for (const auto& one : verified) {
    known.push_back(one.known);
  }
  known.erase(std::remove(known.begin(), known.end(), KnownReport{}), known.end());
  for (auto& one : verified) {
    object(one, known);
    if (!one.known.report_id.empty() && standing_of(one) != Standing::untrusted) {
      note_report(seen, one.known);
    }
  }
  return request.seen.empty() ? Result<void>() : write_seen(request.seen, seen);
}

/// The status list that was named; nothing where none was.
Result<std::optional<FoundStatus>> status_of(const VerifyRequest& request,
                                             const TrustPolicy& trust) {
  if (request.status.empty()) {
    return std::optional<FoundStatus>();
  }
  const auto bytes = read_file(request.status, kMostStatusBytes);
  if (!bytes) {
    return bytes.error();
  }
  auto sealed = open_status(*bytes, trust);
  const auto fit = sealed ? check_not_too_old(sealed->list, trust.reports) : sealed.error();
  if (!fit) {
    return fit.error().during(request.status);
  }
  return std::optional<FoundStatus>({request.status, *std::move(sealed)});
}

/// For what the verifier's owner named.
ExitCode exit_code_of_own(const Error& error) {
  return error.kind == ErrorKind::untrusted || error.kind == ErrorKind::unsupported
             ? exit_code_of(error)
             : exit_code_of_input(error);
}

ExitCode refused(const Error& error, ExitCode code, std::ostream& err) {
  err << "rackproof verify: " << printable(error.message, kLine) << "\n";
  return code;
}

/// Gives up what reading these bundles does not need: trust file and keys have been read.
Result<void> confine_to(const VerifyRequest& request) {
  constexpr std::uint64_t kMostMemoryBytes = std::uint64_t{512} << 20;
  if (!request.confined) {
    return {};
  }
  Confinement confinement{request.bundles, {temporary_directory()}, kMostMemoryBytes};
  if (!request.seen.empty()) {
    const auto parent = std::filesystem::path(request.seen).parent_path().string();
    confinement.writable.push_back(parent.empty() ? "." : parent);
  }
  // SQLite asks for random numbers, and fills up what is closed of the first three descriptors.
  confinement.readable.insert(confinement.readable.end(),
                              {"/proc/self", "/dev/urandom", "/dev/null"});
  const auto confined = confine(confinement);
  return confined ? Result<void>() : Result<void>(confined.error());
}

}  // namespace

ExitCode verify_bundles(const VerifyRequest& request, const Clock& clock, std::ostream& out,
                        std::ostream& err) {
  if (request.bundles.empty() || request.trust.empty() == request.key.empty()) {
    err << "rackproof verify: name at least one bundle, and whom to trust: --trust or --key\n";
    return ExitCode::usage;
  }
  seal::ignore_library_settings();
  auto trust = trust_of(request);
  if (!trust) {
    return refused(trust.error(), exit_code_of_input(trust.error()), err);
  }
  auto seen = seen_with(request, *trust);
  if (!seen) {
    return refused(seen.error(), exit_code_of_own(seen.error()), err);
  }
  auto status = status_of(request, *trust);
  if (!status) {
    return refused(status.error(), exit_code_of_own(status.error()), err);
  }
  if (const auto confined = confine_to(request); !confined) {
    return refused(confined.error(), ExitCode::failed, err);
  }
  const VerifyOptions options{.trust = *std::move(trust),
                              .now = clock.now(),
                              .allow_simulated = request.allow_simulated,
                              .status = *std::move(status)};
  std::vector<Verification> verified;
  std::vector<NotVerified> errors;
  auto worst = ExitCode::done;
  for (const auto& bundle : request.bundles) {
    auto one = verify(bundle, options);
    if (one) {
      verified.push_back(*std::move(one));
    } else {
      worst = std::max(worst, exit_code_of(one.error()));
      err << "rackproof verify: " << printable(one.error().message, kLine) << "\n";
      errors.push_back({bundle, std::move(one).error()});
    }
  }
  if (const auto compared = compare(request, *std::move(seen), verified); !compared) {
    worst = std::max(worst, exit_code_of(compared.error()));
    err << "rackproof verify: " << printable(compared.error().message, kLine) << "\n";
  }
  for (const auto& one : verified) {
    worst = std::max(worst, exit_code_of(standing_of(one)));
  }
  if (request.json) {
    out << encode_verifications(verified, errors);
    return worst;
  }
  for (const auto& one : verified) {
    print(one, out);
  }
  return worst;
}

}  // namespace rackproof
