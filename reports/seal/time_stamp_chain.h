#pragma once

#include <optional>
#include <string_view>

#include <openssl/x509.h>

#include "reports/seal/crypto_handle.h"
#include "reports/seal/time_stamp.h"
#include "schemas/result.h"

/// Whether the certificate behind a time stamp is believed. For time_stamp.cpp only.
namespace rackproof::seal {

using CertificateHandle = CryptoHandle<X509, X509_free>;

/// The one self-signed certificate of `pem`. Error{malformed} for anything else, weak ones too.
Result<CertificateHandle> stamping_root(std::string_view pem);

/// A certificate that stamped, what came beside it, and when.
struct Stamping {
  X509& signer;
  /// May be null; helps to find the path and is never believed.
  STACK_OF(X509) * others = nullptr;
  UtcTime at;
  std::optional<UtcTime> renewed = {};  ///< By then another stamp proves that this one was there.
  std::optional<UtcTime> holds_until = {};  ///< Every certificate must be valid then, too.
};

/// Purpose and path at the stamped time, and at the other if there is one; revocation as
/// time_stamp_revoked.h has it. `revocations` are CRLs besides those of `stamper`.
/// Error{untrusted} with the reason; Error{malformed} for a CRL that is none.
Result<void> check_stamping_chain(const Stamping& stamping, const TimeStamper& stamper,
                                  std::string_view revocations);

}  // namespace rackproof::seal
