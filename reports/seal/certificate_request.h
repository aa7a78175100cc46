#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/rack_name.h"
#include "reports/seal/signature.h"
#include "schemas/result.h"

/// PKCS#10 requests (RFC 2986): a site asks a CA to vouch for its key.
namespace rackproof::seal {

struct RequestFacts {
  std::string role;              ///< Word of kKeyUses; becomes the extended key usage.
  std::vector<BoundName> names;  ///< At least one; become URIs of the subject alternative name.
  /// As openssl writes it: "/O=Acme/CN=rack 7", a '/' or '\' in a value behind a '\'. "": "/CN="
  /// with role and first name.
  std::string subject;
};

/// Signs exactly the given bytes; the key may be anywhere.
using SignBytes = std::function<Result<std::string>(std::string_view)>;

/// The request in PEM, asking for CA:FALSE, digitalSignature, the role's key use and the names. Its
/// signature is checked before it is given away. Error{malformed} for a wrong role, name or
/// subject.
Result<std::string> certificate_request(const RequestFacts& facts, const PublicKey& key,
                                        const SignBytes& sign);

}  // namespace rackproof::seal
