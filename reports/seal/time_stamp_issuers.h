#pragma once

#include <openssl/x509.h>

#include "schemas/result.h"

namespace rackproof::seal {

/// Whether every certificate between the first of `path`, which stamped, and its root is one of an
/// authority for that: where it restricts its uses, timeStamping is among them. libcrypto asks it
/// of the first alone, so that a CA for something else under the same root could make itself an
/// authority that stamps. Error{untrusted} names the certificate.
Result<void> check_issuers_may_stamp(const STACK_OF(X509) & path);

}  // namespace rackproof::seal
