#include "cli/verifying.h"

#include <algorithm>
#include <array>
#include <new>
#include <optional>
#include <ostream>
#include <utility>

#include "cli/confining.h"
#include "probes/machine/output_file.h"
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
    out << ": " << printable(one.title) << ", report " << printable(one.report_id)
        << (one.sequence == 0 ? "" : ", number " + std::to_string(one.sequence) + " of its issuer");
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

void print_all(const TrustPolicy& trust, const std::vector<Verification>& verified,
               std::ostream& out) {
  for (const auto& one : verified) {
    print(one, out);
  }
  if (!trust.digest.empty()) {
    out << "by the trust file "
        << (trust.name.empty() ? ""
                               : "'" + printable(trust.name) + "', sequence " +
                                     std::to_string(trust.sequence) + ", ")
        << "sha256 " << trust.digest << " with all that it names\n";
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

/// Holds each report against those in `seen` and those beside it, and then notes what was learned:
/// the reports, and the status lists that were heard.
void compare(Seen& seen, std::vector<Verification>& verified) {
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
    for (const auto& edition : one.editions) {
      note_edition(seen, edition);
    }
  }
}

/// The same by what the file holds by now, which another verifier may have added to; where that
/// fails, by what it held before.
Result<void> remember(const VerifyRequest& request, const TrustPolicy& trust, Seen before,
                      std::vector<Verification>& verified) {
  auto compared = verified;
  auto done = Result<void>();
  if (!request.seen.empty()) {
    done = update_seen(request.seen, [&](Seen& seen) {
      compared = verified;
      compare(seen, compared);
      return note_trust(seen, trust);
    });
  }
  if (request.seen.empty() || !done) {
    compared = verified;
    compare(before, compared);
  }
  verified = std::move(compared);
  return done;
}

/// The status list that was named; nothing where none was. One that is older than the trust file
/// or than what was seen allows is not passed over: it was asked for by name.
Result<std::optional<FoundStatus>> status_of(const VerifyRequest& request, const TrustPolicy& trust,
                                             const Seen& seen) {
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
  const auto edition = edition_of(*sealed);
  if (const auto why = outdated(edition, seen.editions); !why.empty()) {
    return Error{ErrorKind::untrusted, request.status + ": status list " +
                                           std::to_string(edition.sequence) + " of " +
                                           edition.issuer + " " + why};
  }
  return std::optional<FoundStatus>({request.status, *std::move(sealed)});
}

/// For what the verifier's owner named.
ExitCode exit_code_of_own(const Error& error) {
  return error.kind == ErrorKind::untrusted || error.kind == ErrorKind::unsupported
             ? exit_code_of(error)
             : exit_code_of_input(error);
}

/// A bundle that wants more memory than there may be takes no other's answer along.
Result<Verification> verify_one(const std::string& bundle, const VerifyOptions& options) {
  try {
    return verify(bundle, options);
  } catch (const std::bad_alloc&) {
    return Error{ErrorKind::io, bundle + ": more memory would be needed than a verifier takes"};
  }
}

ExitCode refused(const Error& error, ExitCode code, std::ostream& err) {
  err << "rackproof verify: " << printable(error.message, kLine) << "\n";
  return code;
}

/// Nobody who relies on it being held is to find out otherwise.
void tell_unconfined(const std::optional<Confined>& confined, std::ostream& err) {
  const auto words = confined ? unconfined_words(*confined) : "";
  if (!words.empty()) {
    err << "rackproof-verify: " << words << "\n";
  }
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
  auto status = status_of(request, *trust, *seen);
  if (!status) {
    return refused(status.error(), exit_code_of_own(status.error()), err);
  }
  const auto confined = confine_to(request);
  if (!confined) {
    return refused(confined.error(), ExitCode::failed, err);
  }
  tell_unconfined(*confined, err);
  const VerifyOptions options{.trust = *std::move(trust),
                              .now = clock.now(),
                              .allow_simulated = request.allow_simulated,
                              .status = *std::move(status),
                              .seen_editions = seen->editions};
  std::vector<Verification> verified;
  std::vector<NotVerified> errors;
  auto worst = ExitCode::done;
  for (const auto& bundle : request.bundles) {
    auto one = verify_one(bundle, options);
    if (one) {
      verified.push_back(*std::move(one));
    } else {
      worst = std::max(worst, exit_code_of(one.error()));
      err << "rackproof verify: " << printable(one.error().message, kLine) << "\n";
      errors.push_back({bundle, std::move(one).error()});
    }
  }
  if (const auto done = remember(request, options.trust, *std::move(seen), verified); !done) {
    worst = std::max(worst, exit_code_of(done.error()));
    err << "rackproof verify: " << printable(done.error().message, kLine) << "\n";
  }
  for (const auto& one : verified) {
    worst = std::max(worst, exit_code_of(standing_of(one)));
  }
  if (request.json) {
    out << encode_verifications(verified, errors, options.trust, *confined);
  } else {
    print_all(options.trust, verified, out);
  }
  return worst;
}

}  // namespace rackproof
