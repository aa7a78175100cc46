#include "cli/status_keeping.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "cli/signing.h"
#include "probes/machine/output_file.h"
#include "probes/machine/uuid.h"
#include "reports/evidence.h"
#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "reports/status_edition.h"
#include "reports/trust_file.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/json/status_json.h"

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

/// Whose lists they are, and when the next edition is to be there.
struct Keeper {
  std::unique_ptr<seal::Signer> key;
  std::optional<UtcTime> next_update;
};

Result<Keeper> keeper_of(const std::string& key, const std::string& next_update) {
  auto signer = open_signer({key, {}, {}});
  if (!signer) {
    return std::move(signer).error();
  }
  const auto moment = moment_of(next_update);
  return moment ? Result<Keeper>(Keeper{*std::move(signer), *moment}) : moment.error();
}

Result<TrustPolicy> trust_of(const ShowStatusRequest& request) {
  if (request.key.empty()) {
    return load_trust(request.trust);
  }
  const auto key = seal::load_public_key(request.key);
  return key ? trusting_as_status(*key) : Result<TrustPolicy>(key.error());
}

/// The payload, of whose signature only a trust file or a key can tell.
Result<std::string> payload_of(const ShowStatusRequest& request, const std::string& bytes) {
  if (!request.asks_who_signed()) {
    auto envelope = seal::parse_envelope(bytes);
    return envelope ? Result<std::string>(std::move(envelope->payload))
                    : Result<std::string>(std::move(envelope).error());
  }
  const auto trust = trust_of(request);
  if (!trust) {
    return trust.error();
  }
  auto sealed = open_status(bytes, *trust);
  return sealed ? Result<std::string>(std::move(sealed->statement.payload))
                : Result<std::string>(std::move(sealed).error());
}

}  // namespace

Result<StatusList> keep_new_status(const NewStatusRequest& request, UtcTime now) {
  const auto keeper = keeper_of(request.key, request.next_update);
  if (!keeper) {
    return keeper.error();
  }
  const auto issuer = request.issuer.empty() ? keeper->key->public_key().key_id() : request.issuer;
  auto list = first_edition(issuer, now, keeper->next_update);
  if (!list) {
    return list;
  }
  const auto sealed = seal_status(*list, *keeper->key);
  const auto written = sealed ? create_file(request.file, *sealed) : sealed.error();
  return written ? std::move(list) : Result<StatusList>(written.error());
}

Result<StatusList> keep_next_status(const SetStatusRequest& request, UtcTime now) {
  const auto keeper = keeper_of(request.key, request.next_update);
  if (!keeper) {
    return keeper.error();
  }
  const auto before = list_in(request, keeper->key->public_key());
  if (!before) {
    return before.error();
  }
  const auto change = change_of(request);
  if (!change) {
    return change.error();
  }
  auto list = next_edition(*before, *change, now, keeper->next_update);
  if (!list) {
    return list;
  }
  const auto sealed = seal_status(*list, *keeper->key);
  const auto written = sealed ? write_file(request.file, *sealed) : sealed.error();
  return written ? std::move(list) : Result<StatusList>(written.error());
}

Result<ShownStatus> show_status(const ShowStatusRequest& request) {
  const auto bytes = read_file(request.file, kMostStatusBytes);
  if (!bytes) {
    return bytes.error();
  }
  auto payload = payload_of(request, *bytes);
  if (!payload) {
    return std::move(payload).error().during(request.file);
  }
  auto list = decode_status_list(*payload);
  if (!list) {
    return std::move(list).error().during(request.file);
  }
  return ShownStatus{*std::move(list), *std::move(payload)};
}

}  // namespace rackproof
