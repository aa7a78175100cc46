#pragma once

#include <openssl/x509.h>

#include "reports/seal/time_stamp_token.h"
#include "schemas/result.h"

/// Who made a token. For time_stamp.cpp only.
namespace rackproof::seal {

/// The certificate in the token that the signature itself names, by issuer, serial and ESSCertIDv2,
/// and that the signature holds under. Owned by the token. Whatever else is in the bag is no
/// candidate. Error{untrusted} where there is none.
Result<X509*> signing_certificate(const TimeStampToken& token);

}  // namespace rackproof::seal
