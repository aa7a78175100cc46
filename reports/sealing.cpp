#include "reports/sealing.h"

#include <cerrno>

#include <unistd.h>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/mandatory.h"
#include "reports/seal/add_signature.h"
#include "reports/seal/envelope.h"

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

/// Nothing incomplete is sealed, whoever wrote it.
Result<void> check_complete(const Loaded& loaded, seal::Role role) {
  const auto& record = loaded.run_record.record;
  return role == seal::Role::collector ? check_mandatory(record, loaded.inventory, loaded.manifest)
                                       : check_mandatory(loaded.report.report, record);
}

Result<void> seal_first(const Bundle& bundle, const Names& names, const seal::Signer& key) {
  const auto payload = bundle.bytes(names.unsealed);
  if (!payload) {
    return payload.error();
  }
  const auto envelope = seal::seal(*payload, key);
  if (!envelope) {
    return envelope.error();
  }
  const auto unsealed_path = bundle.path + "/" + names.unsealed;
  const auto sealed_path = bundle.path + "/" + names.sealed;
  if (auto written = create_file(sealed_path, *envelope); !written) {
    return written;
  }
  if (::unlink(unsealed_path.c_str()) != 0) {
    const auto failed = os_error(names.unsealed, errno);
    ::unlink(sealed_path.c_str());  // both would be two truths
    return failed;
  }
  return {};
}

/// A signature more; the file is replaced whole or not at all.
Result<void> seal_again(const Bundle& bundle, const Names& names, const seal::Signer& key) {
  const auto sealed = bundle.bytes(names.sealed);
  if (!sealed) {
    return sealed.error();
  }
  const auto envelope = seal::add_signature(*sealed, key);
  if (!envelope) {
    return envelope.error().during(names.sealed);
  }
  return write_file(bundle.path + "/" + names.sealed, *envelope);
}

}  // namespace

Result<void> seal_statement(const std::string& directory, seal::Role role,
                            const seal::Signer& key) {
  const auto names = names_of(role);
  const auto loaded = load_bundle(directory);
  if (!loaded) {
    return loaded.error();
  }
  if (!loaded->bundle.has(names.sealed) && !loaded->bundle.has(names.unsealed)) {
    return Error{ErrorKind::absent, directory + ": no " + names.unsealed + " to seal"};
  }
  if (auto complete = check_complete(*loaded, role); !complete) {
    return std::move(complete).error().during(directory);
  }
  auto sealed = loaded->bundle.has(names.sealed) ? seal_again(loaded->bundle, names, key)
                                                 : seal_first(loaded->bundle, names, key);
  return sealed ? sealed : std::move(sealed).error().during(directory);
}

}  // namespace rackproof
