#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <openssl/x509.h>

#include "reports/seal/crypto_handle.h"
#include "reports/seal/time_stamp.h"
#include "schemas/result.h"

/// Whether the certificate behind a time stamp is believed. For time_stamp.cpp only.
namespace rackproof::seal {

using CertificateHandle = CryptoHandle<X509, X509_free>;
using RevocationHandle = CryptoHandle<X509_CRL, X509_CRL_free>;

/// The one self-signed certificate of `pem`. Error{malformed} for anything else, weak ones too.
Result<CertificateHandle> stamping_root(std::string_view pem);

/// Every CRL of `pem`, none for "". Error{malformed} for a block that is none.
Result<std::vector<RevocationHandle>> read_revocations(std::string_view pem);

/// A certificate that stamped, what came beside it, and when.
struct Stamping {
  X509& signer;
  STACK_OF(X509) * others =
      nullptr;  ///< May be null; helps to find the path and is never believed.
  UtcTime at;
};

/// Purpose, path and revocation at the stamped time. `revocations` are CRLs besides those of
/// `stamper`. Error{untrusted} with the reason; Error{malformed} for a CRL that is none.
Result<void> check_stamping_chain(const Stamping& stamping, const TimeStamper& stamper,
                                  std::string_view revocations);

}  // namespace rackproof::seal
