#include "cli/stamp_keeping.h"

#include <cstddef>
#include <optional>
#include <ostream>
#include <utility>

#include "cli/stamp_page.h"
#include "probes/machine/clock.h"
#include "probes/machine/output_file.h"
#include "reports/stamping.h"
#include "schemas/encoding.h"
#include "schemas/enum_names.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

constexpr std::size_t kRootLimit = std::size_t{1} << 20;
constexpr std::size_t kLine = 400;

ExitCode refuse(const Error& error, ExitCode code, std::ostream& err) {
  err << "rackproof stamp: " << printable(error.message, kLine) << "\n";
  return code;
}

/// What the options name; nothing, with a complaint, where they name nothing.
std::optional<StampWish> wish_of(const StampRequest& request, std::ostream& err) {
  const auto role = value_of(seal::kRoles, request.role);
  const auto digest = value_of(seal::kStampDigests, request.digest);
  const bool sealed = role == seal::Role::collector || role == seal::Role::certifier;
  if (!sealed || request.signature < 1 || !digest) {
    err << "rackproof stamp: --as collector (the run) or certifier (the report), --signature "
           "from 1, --digest sha256, sha384 or sha512\n";
    return std::nullopt;
  }
  return StampWish{*role, static_cast<std::size_t>(request.signature - 1), *digest};
}

StampQueryMade made_of(const StampRequest& request) {
  return {request.role, request.signature, request.out, request.digest};
}

/// "signature 1 of the report"
std::string signature_words(const StampRequest& request) {
  return "signature " + std::to_string(request.signature) + " of the " +
         (request.role == word_of(seal::kRoles, seal::Role::collector) ? "run record" : "report");
}

/// What a file holds, "" for no file.
Result<std::string> read_optional(const std::string& path, std::size_t limit) {
  return path.empty() ? Result<std::string>(std::string()) : read_file(path, limit);
}

}  // namespace

ExitCode request_stamp(const StampRequest& request, std::ostream& out, std::ostream& err) {
  const auto wish = wish_of(request, err);
  if (!wish) {
    return ExitCode::usage;
  }
  const auto query = stamp_query(request.bundle, *wish);
  if (!query) {
    return refuse(query.error(), exit_code_of_input(query.error()), err);
  }
  if (const auto written = create_file(request.out, *query); !written) {
    return refuse(written.error(), ExitCode::failed, err);
  }
  out << (request.json ? stamp_request_json(request.bundle, made_of(request))
                       : "query over " + signature_words(request) + ": " + request.out + "\n");
  return ExitCode::done;
}

ExitCode renew_stamp(const StampRequest& request, std::ostream& out, std::ostream& err) {
  const auto wish = wish_of(request, err);
  if (!wish) {
    return ExitCode::usage;
  }
  const auto renewal = renewal_query(request.bundle, *wish, SystemClock().now());
  if (!renewal) {
    return refuse(renewal.error(),
                  renewal.error().kind == ErrorKind::untrusted
                      ? ExitCode::untrusted
                      : exit_code_of_input(renewal.error()),
                  err);
  }
  if (const auto written = create_file(request.out, renewal->query); !written) {
    return refuse(written.error(), ExitCode::failed, err);
  }
  out << (request.json ? stamp_renewal_json(request.bundle, made_of(request), *renewal)
                       : "query over " + signature_words(request) + " and its stamps up to " +
                             renewal->renews + ": " + request.out + "\n");
  if (!request.json) {
    err << "the certificate behind " << renewal->renews << " ends at " << format_utc(renewal->until)
        << ": no later does an answer renew it\n";
  }
  return ExitCode::done;
}

ExitCode put_stamp(const StampRequest& request, std::ostream& out, std::ostream& err) {
  const auto response = read_file(request.response, seal::kTimeStampLimit);
  const auto query = read_optional(request.query, seal::kTimeStampLimit);
  const auto root = read_optional(request.root, kRootLimit);
  for (const auto* input : {&response, &query, &root}) {
    if (!*input) {
      return refuse(input->error(), exit_code_of_input(input->error()), err);
    }
  }
  const seal::TimeStamper believed{request.root, *root, {}, {}, false, {}, {}};
  const bool has_root = !request.root.empty();
  if (const auto sound = check_time_stamper(believed); has_root && !sound) {
    return refuse(sound.error(), ExitCode::usage, err);
  }
  const auto added = add_stamp(request.bundle, {*response, *query, has_root ? &believed : nullptr});
  if (!added) {
    // What came in is the wrong thing to put here; the bundle itself is as it was.
    return refuse(added.error(), exit_code_of(added.error()), err);
  }
  out << (request.json ? stamp_added_json(request.bundle, *added, has_root)
                       : stamp_added_text(*added));
  if (!has_root) {
    err << "it fits; whether its authority is believed is not looked at without --root\n";
  }
  return ExitCode::done;
}

}  // namespace rackproof
