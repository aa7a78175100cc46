#include "reports/sealing.h"

#include <cerrno>

#include <unistd.h>

#include "probes/machine/os_error.h"
#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/evidence.h"
#include "reports/mandatory.h"
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

}  // namespace

Result<void> seal_statement(const std::string& directory, seal::Role role,
                            const seal::PrivateKey& key) {
  const auto names = names_of(role);
  const auto loaded = load_bundle(directory);
  if (!loaded) {
    return loaded.error();
  }
  if (loaded->bundle.has(names.sealed)) {
    return Error{ErrorKind::io, directory + ": " + names.sealed + " is there: sealed already"};
  }
  const auto payload = loaded->bundle.bytes(names.unsealed);
  if (!payload) {
    return Error{ErrorKind::absent, directory + ": no " + names.unsealed + " to seal"};
  }
  if (auto complete = check_complete(*loaded, role); !complete) {
    return std::move(complete).error().during(directory);
  }
  const auto envelope = seal::seal(*payload, key);
  if (!envelope) {
    return envelope.error();
  }
  const auto unsealed_path = directory + "/" + names.unsealed;
  const auto sealed_path = directory + "/" + names.sealed;
  if (auto written = create_file(sealed_path, *envelope); !written) {
    return written;
  }
  if (::unlink(unsealed_path.c_str()) != 0) {
    const auto failed = os_error(unsealed_path, errno);
    ::unlink(sealed_path.c_str());  // both would be two truths
    return failed;
  }
  return {};
}

}  // namespace rackproof
