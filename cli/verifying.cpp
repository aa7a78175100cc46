#include "cli/verifying.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include "probes/machine/confinement.h"
#include "probes/machine/scratch.h"
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

Result<void> note_seen(const VerifyRequest& request, const TrustPolicy& trust) {
  return request.seen.empty() ? Result<void>() : note_trust_in(request.seen, trust);
}

/// Gives up what reading these bundles does not need: trust file and keys have been read.
Result<void> confine_to(const VerifyRequest& request) {
  constexpr std::uint64_t kMostMemoryBytes = std::uint64_t{512} << 20;
  if (!request.confined) {
    return {};
  }
  Confinement confinement{request.bundles, {temporary_directory()}, kMostMemoryBytes};
  // The samples are opened by their descriptor, and SQLite asks for random numbers.
  confinement.readable.insert(confinement.readable.end(), {"/proc/self", "/dev/urandom"});
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
  auto trust = trust_of(request);
  if (!trust) {
    err << "rackproof verify: " << printable(trust.error().message, kLine) << "\n";
    return exit_code_of_input(trust.error());
  }
  if (const auto noted = note_seen(request, *trust); !noted) {
    err << "rackproof verify: " << printable(noted.error().message, kLine) << "\n";
    return noted.error().kind == ErrorKind::untrusted ? ExitCode::untrusted
                                                      : exit_code_of_input(noted.error());
  }
  if (const auto confined = confine_to(request); !confined) {
    err << "rackproof verify: " << printable(confined.error().message, kLine) << "\n";
    return ExitCode::failed;
  }
  const VerifyOptions options{
      .trust = *std::move(trust), .now = clock.now(), .allow_simulated = request.allow_simulated};
  std::vector<Verification> verified;
  std::vector<NotVerified> errors;
  auto worst = ExitCode::done;
  for (const auto& bundle : request.bundles) {
    auto one = verify(bundle, options);
    worst = std::max(worst, one ? exit_code_of(standing_of(*one)) : exit_code_of(one.error()));
    if (one) {
      verified.push_back(*std::move(one));
    } else {
      err << "rackproof verify: " << printable(one.error().message, kLine) << "\n";
      errors.push_back({bundle, std::move(one).error()});
    }
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
