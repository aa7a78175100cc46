#include "reports/sealing.h"

#include <utility>

#include "reports/bundle.h"
#include "reports/mandatory.h"
#include "reports/seal/add_signature.h"
#include "reports/seal/envelope.h"
#include "reports/sealer_credentials.h"

namespace rackproof {
namespace {

struct Names {
  const char* unsealed;
  const char* sealed;
};

Names names_of(seal::Role role) {
  return role == seal::Role::collector ? Names{bundle::kRunRecord, bundle::kRunRecordSealed}
                                       : Names{bundle::kReport, bundle::kReportSealed};
}

/// Nothing incomplete is sealed, whoever wrote it. A report that an older release sealed may be
/// signed by more.
Result<void> check_complete(const Loaded& loaded, seal::Role role) {
  const auto& record = loaded.run_record.record;
  if (role == seal::Role::collector) {
    return check_mandatory(record, loaded.inventory, loaded.manifest);
  }
  return loaded.bundle.has(bundle::kReportSealed)
             ? check_ever_mandatory(loaded.report.report, record)
             : check_mandatory(loaded.report.report, record);
}

Result<void> seal_first(const Bundle& bundle, const Names& names, const seal::Signer& key,
                        BundleChange& change) {
  const auto payload = bundle.bytes(names.unsealed);
  if (!payload) {
    return payload.error();
  }
  auto envelope = seal::seal(*payload, key);
  if (!envelope) {
    return std::move(envelope).error();
  }
  change.put.push_back({names.sealed, *std::move(envelope), false});
  change.gone.emplace_back(names.unsealed);
  return {};
}

/// A signature more.
Result<void> seal_again(const Bundle& bundle, const Names& names, const seal::Signer& key,
                        BundleChange& change) {
  const auto sealed = bundle.bytes(names.sealed);
  if (!sealed) {
    return sealed.error();
  }
  auto envelope = seal::add_signature(*sealed, key);
  if (!envelope) {
    return std::move(envelope).error().during(names.sealed);
  }
  change.put.push_back({names.sealed, *std::move(envelope), true});
  return {};
}

Result<BundleChange> change_of(const Loaded& loaded, const Sealing& sealing) {
  const auto names = names_of(sealing.role);
  const auto& bundle = loaded.bundle;
  if (!bundle.has(names.sealed) && !bundle.has(names.unsealed)) {
    return Error{ErrorKind::absent, std::string("no ") + names.unsealed + " to seal"};
  }
  BundleChange change;
  change.known = digests_of(bundle);
  auto done = check_complete(loaded, sealing.role);
  if (done) {
    done = put_credentials(sealing.credentials, sealing.role, bundle, change);
  }
  if (done) {
    done = bundle.has(names.sealed) ? seal_again(bundle, names, sealing.key, change)
                                    : seal_first(bundle, names, sealing.key, change);
  }
  return done ? Result<BundleChange>(std::move(change)) : std::move(done).error();
}

}  // namespace

Result<BundleChange> sealing_of(const Loaded& loaded, const Sealing& sealing) {
  auto change = change_of(loaded, sealing);
  return change ? std::move(change)
                : Result<BundleChange>(std::move(change).error().during(loaded.bundle.path));
}

Result<void> seal_statement(const std::string& path, const Sealing& sealing) {
  const auto loaded = load_bundle(path);
  const auto change = loaded ? sealing_of(*loaded, sealing) : loaded.error();
  return change ? change_bundle(path, *change) : Result<void>(change.error());
}

Result<void> seal_statement(const std::string& path, seal::Role role, const seal::Signer& key) {
  return seal_statement(path, Sealing{role, key, {}});
}

}  // namespace rackproof
