#pragma once

#include <functional>
#include <string>

#include <openssl/pkcs7.h>

#include "tests/support/time_authority.h"

/// Time stamp tokens that no honest authority would make, and that `openssl ts` refuses to make.
namespace rackproof::testing {

/// What a token made by hand says; the rest is taken over from a real response.
struct TokenWish {
  std::string generated = {};  ///< GeneralizedTime; "" = as it was.
  int accuracy_seconds = -1;   ///< -1 = as it was.
  bool names_certificate = true;
  int content_type = 0;             ///< NID that is signed as contentType; 0 = TSTInfo.
  bool critical_extension = false;  ///< One that nobody knows, in the TSTInfo.
};

/// The TSTInfo of `response`, changed as wished, signed anew by `by`: a token in DER.
[[nodiscard]] std::string sign_again(const std::string& response, const Identity& by,
                                     const TokenWish& wish = {});

/// The token of `response` after `change`, in DER.
[[nodiscard]] std::string changed_token(const std::string& response,
                                        const std::function<void(PKCS7&)>& change);

/// Puts the certificate of a PEM file in front of the bag.
void put_first(PKCS7& token, const std::string& certificate_path);

/// A second signer, alike to the first.
void sign_twice(PKCS7& token);

}  // namespace rackproof::testing
