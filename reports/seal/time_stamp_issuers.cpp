#include "reports/seal/time_stamp_issuers.h"

#include <string>

#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "reports/seal/crypto_handle.h"
#include "reports/seal/x509_words.h"

namespace rackproof::seal {
namespace {

using UsageHandle = CryptoHandle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

bool may_stamp(const X509& issuer) {
  int critical = 0;
  const UsageHandle usage(static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(&issuer, NID_ext_key_usage, &critical, nullptr)));
  if (!usage) {
    return critical == -1;  // there is none; else it cannot be read or is there twice
  }
  for (int i = 0; i < sk_ASN1_OBJECT_num(usage.get()); ++i) {
    const int use = OBJ_obj2nid(sk_ASN1_OBJECT_value(usage.get(), i));
    if (use == NID_time_stamp || use == NID_anyExtendedKeyUsage) {
      return true;
    }
  }
  return false;
}

}  // namespace

Result<void> check_issuers_may_stamp(const STACK_OF(X509) & path) {
  for (int i = 1; i + 1 < sk_X509_num(&path); ++i) {
    const auto& issuer = *sk_X509_value(&path, i);
    if (!may_stamp(issuer)) {
      return Error{ErrorKind::untrusted, "the extended key usage of the issuer " +
                                             words_of(*X509_get_subject_name(&issuer)) +
                                             " does not reach to timeStamping"};
    }
  }
  return {};
}

}  // namespace rackproof::seal
