#include "cli/status_keeping.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "cli/signing.h"
#include "probes/machine/output_file.h"
#include "probes/machine/uuid.h"
#include "reports/evidence.h"
#include "reports/seal/key_file.h"
#include "reports/status_edition.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

/// A day means its beginning, in UTC. "" = nothing.
Result<std::optional<UtcTime>> moment_of(const std::string& text) {
  if (text.empty()) {
    return std::optional<UtcTime>();
  }
  const bool day = text.find('T') == std::string::npos;
  const auto time = parse_utc(day ? text + "T00:00:00Z" : text);
  if (!time) {
    return malformed(
        "--next-update: needs a day, such as 2027-01-31, or a time, such as "
        "2027-01-31T12:00:00Z: " +
        time.error().message);
  }
  return std::optional<UtcTime>(*time);
}

bool is_there(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

/// A bundle tells id and digest; an id alone is for reports that the list knows.
Result<StatusChange::Subject> subject_of(const std::string& argument) {
  if (!is_there(argument)) {
    return is_uuid(argument)
               ? Result<StatusChange::Subject>(StatusChange::Subject{argument, ""})
               : malformed("'" + printable(argument) + "' is no bundle and no report id");
  }
  const auto loaded = load_bundle(argument);
  if (!loaded) {
    return loaded.error();
  }
  if (!loaded->has_report()) {
    return malformed(argument + ": holds no report");
  }
  return StatusChange::Subject{loaded->report.report.report_id, sha256_hex(loaded->report_payload)};
}

Result<StatusChange> change_of(const SetStatusRequest& request) {
  StatusChange change;
  for (const auto& argument : request.reports) {
    auto subject = subject_of(argument);
    if (!subject) {
      return std::move(subject).error();
    }
    change.reports.push_back(*std::move(subject));
  }
  if (change.reports.empty()) {
    return change;
  }
  const auto status = value_of(kReportStatuses, request.to);
  if (!status) {
    return malformed("--to is valid, superseded or withdrawn, not '" + printable(request.to) + "'");
  }
  change.status = *status;
  change.reason = request.reason;
  if (request.by.empty()) {
    return change;
  }
  const auto by = subject_of(request.by);
  if (!by) {
    return by.error().during("--by");
  }
  change.by = by->report_id;
  return change;
}

Result<StatusList> list_in(const SetStatusRequest& request, const seal::PublicKey& own) {
  const auto signer = request.signed_by.empty() ? Result<seal::PublicKey>(own)
                                                : seal::load_public_key(request.signed_by);
  if (!signer) {
    return signer.error();
  }
  const auto bytes = read_file(request.file, kMostStatusBytes);
  if (!bytes) {
    return bytes.error();
  }
  auto sealed = open_status(*bytes, trusting_as_status(*signer));
  if (!sealed) {
    return std::move(sealed).error().during(request.file);
  }
  return std::move(sealed->list);
}

}  // namespace

Result<StatusList> keep_new_status(const NewStatusRequest& request, UtcTime now) {
  const auto key = open_signer({request.key, {}, {}});
  if (!key) {
    return key.error();
  }
  const auto next_update = moment_of(request.next_update);
  if (!next_update) {
    return next_update.error();
  }
  const auto issuer = request.issuer.empty() ? (*key)->public_key().key_id() : request.issuer;
  auto list = first_edition(issuer, now, *next_update);
  if (!list) {
    return list;
  }
  const auto sealed = seal_status(*list, **key);
  const auto written = sealed ? create_file(request.file, *sealed) : sealed.error();
  return written ? std::move(list) : Result<StatusList>(written.error());
}

Result<StatusList> keep_next_status(const SetStatusRequest& request, UtcTime now) {
  const auto key = open_signer({request.key, {}, {}});
  if (!key) {
    return key.error();
  }
  const auto next_update = moment_of(request.next_update);
  if (!next_update) {
    return next_update.error();
  }
  const auto before = list_in(request, (*key)->public_key());
  if (!before) {
    return before.error();
  }
  const auto change = change_of(request);
  if (!change) {
    return change.error();
  }
  auto list = next_edition(*before, *change, now, *next_update);
  if (!list) {
    return list;
  }
  const auto sealed = seal_status(*list, **key);
  const auto written = sealed ? write_file(request.file, *sealed) : sealed.error();
  return written ? std::move(list) : Result<StatusList>(written.error());
}

}  // namespace rackproof
