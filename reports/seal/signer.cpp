#include "reports/seal/signer.h"

#include <utility>

namespace rackproof::seal {

Result<std::string> signed_by(const Signer& signer, std::string_view message) {
  auto signature = signer.sign(message);
  if (!signature) {
    return signature;
  }
  const auto checked = signer.public_key().check(message, *signature);
  if (!checked) {
    return Error{ErrorKind::untrusted, "the signer gave a signature that its own key " +
                                           signer.public_key().key_id() +
                                           " does not verify: " + checked.error().message};
  }
  return signature;
}

}  // namespace rackproof::seal
