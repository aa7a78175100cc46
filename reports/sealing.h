#pragma once

#include <string>

#include "reports/bundle_change.h"
#include "reports/evidence.h"
#include "reports/seal/certificate_chain.h"
#include "reports/seal/signer.h"
#include "reports/seal/trust.h"
#include "schemas/result.h"

namespace rackproof {

/// Who seals what. The key outlives it.
struct Sealing {
  seal::Role role = seal::Role::collector;  ///< Or certifier.
  const seal::Signer& key;
  /// To be put beside the seal as they are; check_sealer_credentials() has looked at them.
  seal::Credentials credentials = {};
};

/// What sealing makes of the bundle: run-record.json (collector) or report.json (certifier) becomes
/// its .dsse.json, byte for byte. A statement that is sealed already gets a signature by the key
/// besides those that it has. Nothing is written. Error{io} when the key has signed it,
/// Error{absent} when there is none, Error{malformed} when mandatory items are missing.
Result<BundleChange> sealing_of(const Loaded& loaded, const Sealing& sealing);

/// The same, done to the bundle at `path`: a BundleWriter's directory, a finished bundle, a copy or
/// an archive of one. Nothing is changed on failure.
Result<void> seal_statement(const std::string& path, const Sealing& sealing);
/// Without credentials: by a key that is pinned wherever the bundle is verified.
Result<void> seal_statement(const std::string& path, seal::Role role, const seal::Signer& key);

}  // namespace rackproof
