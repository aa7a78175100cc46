#include "reports/evidence.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "certsuite/criteria/judge.h"
#include "reports/attestation_check.h"
#include "reports/bundle.h"
#include "reports/external_results.h"
#include "reports/member_check.h"
#include "reports/record_check.h"
#include "reports/seal/envelope.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/json/inventory_json.h"
#include "schemas/json/manifest_json.h"
#include "schemas/toml/reference.h"

namespace rackproof {
namespace {

/// Sixteen nodes with a thousand series each second for six days; reading them takes minutes.
constexpr std::uint64_t kMostReadings = std::uint64_t{1} << 33;
constexpr std::ptrdiff_t kMostChassis = 4096;

Error untrusted(std::string message) {
  return {ErrorKind::untrusted, std::move(message)};
}

/// What was signed and cannot be understood is not to be trusted; what is newer, or what the
/// machine failed at, is said as it is.
Error judged(Error error, std::string_view where) {
  if (error.kind == ErrorKind::malformed || error.kind == ErrorKind::out_of_range) {
    error.kind = ErrorKind::untrusted;
  }
  return error.during(where);
}

/// Both statements speak of exactly these two members, by digest.
Result<void> check_subjects(const std::vector<Subject>& subjects, const Bundle& bundle,
                            std::string_view statement) {
  const std::vector<std::string> expected{bundle::kInventory, bundle::kManifest};
  if (subjects.size() != expected.size()) {
    return untrusted(std::string(statement) + ": " + std::to_string(subjects.size()) +
                     " subjects, expected inventory.json and manifest.json");
  }
  for (const auto& name : expected) {
    const auto subject = std::find_if(subjects.begin(), subjects.end(),
                                      [&name](const Subject& each) { return each.name == name; });
    const auto member = bundle.members.find(name);
    if (subject == subjects.end()) {
      return untrusted(std::string(statement) + ": " + name + " is not among its subjects");
    }
    if (member == bundle.members.end()) {
      return untrusted(name + ": missing from the bundle");
    }
    if (member->second.sha256 != subject->sha256) {
      return untrusted(name + ": changed since " + std::string(statement) + " was written");
    }
  }
  return {};
}

/// The statements, and that the report is one over this run record.
Result<void> decode_statements(Loaded& loaded) {
  auto record = decode_run_record_statement(loaded.run_record_payload);
  if (!record) {
    return judged(std::move(record).error(), "run record");
  }
  loaded.run_record = std::move(*record);
  if (auto fits = check_subjects(loaded.run_record.subjects, loaded.bundle, "the run record");
      !fits || !loaded.has_report()) {
    return fits;
  }
  auto report = decode_report_statement(loaded.report_payload);
  if (!report) {
    return judged(std::move(report).error(), "report");
  }
  loaded.report = std::move(*report);
  const std::vector<std::string> expected{sha256_hex(loaded.run_record_payload)};
  if (loaded.report.report.run_record_digests != expected) {
    return untrusted("the report was written over another run record than the one in this bundle");
  }
  return check_subjects(loaded.report.subjects, loaded.bundle, "the report");
}

Result<void> decode_manifest_member(Loaded& loaded) {
  const auto bytes = loaded.bundle.bytes(bundle::kManifest);
  auto manifest = bytes ? decode_manifest(*bytes) : bytes.error();
  if (!manifest) {
    return judged(std::move(manifest).error(), bundle::kManifest);
  }
  loaded.manifest = std::move(*manifest);
  auto redactions = redactions_in(loaded.bundle);
  if (!redactions) {
    return std::move(redactions).error();
  }
  loaded.redactions = *std::move(redactions);
  return check_members(loaded.manifest, loaded.redactions, loaded.bundle);
}

/// What the run record says of evidence, plan and clock.
Result<void> check_told(Loaded& loaded) {
  return check_record(loaded.run_record.record, loaded.manifest);
}

/// What other tools said, as the run record tells it and the report passes on.
Result<void> check_external(Loaded& loaded) {
  const auto& record = loaded.run_record.record;
  auto fits = check_external_results(record, loaded.bundle);
  return fits && loaded.has_report() ? check_external_told(record, loaded.report.report) : fits;
}

/// The reference that the report names: that of the run, or one kept beside it.
Result<std::string_view> reference_text(const Loaded& loaded) {
  const auto& bundle = loaded.bundle;
  const auto own = bundle.members.find(bundle::kReference);
  if (own == bundle.members.end()) {
    return untrusted("reference.toml: missing from the bundle");
  }
  if (own->second.sha256 != loaded.run_record.record.reference_digest) {
    return untrusted("reference.toml: not the reference that the run record names");
  }
  const auto& wanted =
      loaded.has_report() ? loaded.report.report.reference_digest : own->second.sha256;
  const auto judged_against = bundle.members.find(bundle::kJudgedReference);
  if (judged_against == bundle.members.end()) {
    return own->second.sha256 == wanted
               ? Result<std::string_view>(own->second.bytes)
               : untrusted("the reference that the report names is missing from the bundle");
  }
  if (judged_against->second.sha256 != wanted || own->second.sha256 == wanted) {
    return untrusted("reference-judged.toml: not the reference that the report names");
  }
  return std::string_view(judged_against->second.bytes);
}

Result<void> decode_reference(Loaded& loaded) {
  const auto text = reference_text(loaded);
  if (!text) {
    return text.error();
  }
  auto reference = load_reference({bundle::kReference, std::string(*text)}, no_overlays);
  if (!reference) {
    return judged(std::move(reference).error(), bundle::kReference);
  }
  if (reference->canonical_toml != *text) {
    return untrusted("reference.toml: not the resolved document in its one spelling");
  }
  loaded.reference = std::move(*reference);
  return {};
}

/// Samples say of which run they are, where a run wrote them.
Result<void> check_own_samples(Store& samples, const RunRecord& record) {
  const auto run = samples.note("run_id");
  if (!run) {
    return run.error().kind == ErrorKind::absent ? Result<void>() : Result<void>(run.error());
  }
  return *run == record.run_id
             ? Result<void>()
             : untrusted("samples.db: of run " + printable(*run, 80) +
                         ", the run record is of run " + printable(record.run_id, 80));
}

/// Asked before any is unpacked: 45 bytes can tell of half a million.
Result<void> check_amount(Store& samples) {
  const auto readings = samples.readings();
  if (!readings) {
    return judged(readings.error(), bundle::kSamples);
  }
  return *readings <= kMostReadings
             ? Result<void>()
             : untrusted("samples.db: " + std::to_string(*readings) +
                         " readings, one run has at most " + std::to_string(kMostReadings));
}

/// Each is held against every pattern of a test order and of the trust file.
Result<void> check_serials(const Inventory& inventory) {
  const auto count =
      std::count_if(inventory.devices.begin(), inventory.devices.end(), [](const Device& device) {
        return device.kind == DeviceKind::rack || device.kind == DeviceKind::chassis;
      });
  return count <= kMostChassis
             ? Result<void>()
             : untrusted("inventory.json: " + std::to_string(count) +
                         " racks and chassis, one device under test has at most " +
                         std::to_string(kMostChassis));
}

Result<void> open_evidence(Loaded& loaded) {
  const auto bytes = loaded.bundle.bytes(bundle::kInventory);
  auto inventory = bytes ? decode_inventory(*bytes) : bytes.error();
  if (!inventory) {
    return judged(std::move(inventory).error(), bundle::kInventory);
  }
  loaded.inventory = std::move(*inventory);
  if (auto possible = check_serials(loaded.inventory); !possible) {
    return possible;
  }
  const auto path = loaded.bundle.samples_path();
  if (!path) {
    return path.error();
  }
  auto samples = Store::open_immutable(*path);
  if (!samples) {
    return judged(std::move(samples).error(), bundle::kSamples);
  }
  loaded.samples = std::move(*samples);
  loaded.bundle.drop_samples();  // SQLite keeps its descriptor; from here on the copy has no name
  if (auto few = check_amount(*loaded.samples); !few) {
    return few;
  }
  return check_own_samples(*loaded.samples, loaded.run_record.record);
}

/// What the run record says of parts that vouched for themselves.
Result<void> check_vouching(Loaded& loaded) {
  return check_attestations(loaded.run_record.record, loaded.manifest, loaded.inventory);
}

/// The bytes of a statement that is there: none would elsewhere stand for no statement.
Result<std::string> not_empty(std::string payload, const char* member) {
  return payload.empty()
             ? Result<std::string>(untrusted(std::string(member) + ": the statement is empty"))
             : Result<std::string>(std::move(payload));
}

/// The payload of a statement, sealed or not; "" where there is neither.
Result<std::string> payload_of(const Bundle& bundle, const char* unsealed, const char* sealed) {
  if (const auto bytes = bundle.bytes(unsealed)) {
    return not_empty(std::string(*bytes), unsealed);
  }
  const auto bytes = bundle.bytes(sealed);
  if (!bytes) {
    return std::string();
  }
  auto envelope = seal::parse_envelope(*bytes);
  if (!envelope) {
    return judged(std::move(envelope).error(), sealed);
  }
  return not_empty(std::move(envelope->payload), sealed);
}

}  // namespace

Result<Loaded> understand(Bundle bundle, Payloads payloads) {
  Loaded loaded;
  loaded.bundle = std::move(bundle);
  loaded.run_record_payload = std::move(payloads.run_record);
  loaded.report_payload = std::move(payloads.report);
  for (const auto step : {decode_statements, decode_manifest_member, check_told, check_external,
                          decode_reference, open_evidence, check_vouching}) {
    if (auto done = step(loaded); !done) {
      return std::move(done).error();
    }
  }
  return loaded;
}

Result<Loaded> load_bundle(const std::string& path) {
  auto bundle = read_bundle(path);
  if (!bundle) {
    return std::move(bundle).error();
  }
  auto record = payload_of(*bundle, bundle::kRunRecord, bundle::kRunRecordSealed);
  auto report = payload_of(*bundle, bundle::kReport, bundle::kReportSealed);
  for (auto* payload : {&record, &report}) {
    if (!*payload) {
      return std::move(*payload).error().during(path);
    }
  }
  if (record->empty()) {
    return untrusted(path + ": no run record in it");
  }
  auto loaded = understand(std::move(*bundle), {std::move(*record), std::move(*report)});
  if (!loaded) {
    return std::move(loaded).error().during(path);
  }
  return loaded;
}

Result<Judgement> judge_loaded(Loaded& loaded) {
  return judge(
      {loaded.reference.architecture, loaded.inventory, loaded.run_record.record, *loaded.samples});
}

}  // namespace rackproof
