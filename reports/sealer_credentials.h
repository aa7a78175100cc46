#pragma once

#include <string>
#include <vector>

#include "reports/bundle_change.h"
#include "reports/evidence.h"
#include "reports/seal/certificate_chain.h"
#include "reports/seal/signature.h"
#include "reports/seal/trust.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// What somebody who seals brings along for verifiers that do not name the key: certificates and
/// lists of what was revoked (docs/certificate-authority.md).
namespace rackproof {

/// A file for each, "" = none. Error{malformed} names the file that is not what it should be, a
/// private key among them.
Result<seal::Credentials> read_sealer_credentials(const std::string& chain_file,
                                                  const std::string& list_file);

/// Whose they are and what for.
struct SealerQuestion {
  const seal::PublicKey& key;
  seal::Role role = seal::Role::collector;
  UtcTime now;
  const Inventory* about = nullptr;  ///< The device, where it is known and nothing is written yet.
};

/// Whether a verifier who pins their root could believe them, as far as that can be seen without
/// the root. With `loaded` also the device and the time that the statement of `role` is about, and
/// the certificates that the bundle has of it. Returns what is to be told. Error{untrusted}.
Result<std::vector<std::string>> check_sealer_credentials(const seal::Credentials& given,
                                                          const SealerQuestion& question,
                                                          const Loaded* loaded);

/// Has `change` put them beside the statement of `role`, behind what is there already; nothing
/// stands there twice. Error{untrusted} for a member of `bundle` that cannot be read,
/// Error{out_of_range} for more than a member holds.
Result<void> put_credentials(const seal::Credentials& given, seal::Role role, const Bundle& bundle,
                             BundleChange& change);

}  // namespace rackproof
