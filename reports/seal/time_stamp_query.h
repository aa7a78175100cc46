#pragma once

#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof::seal {

/// A TimeStampReq (RFC 3161) over the SHA-256 of `bytes`, as DER: with a random nonce, and asking
/// for the certificate. Error{io} where libcrypto fails.
Result<std::string> make_time_stamp_query(std::string_view bytes);

}  // namespace rackproof::seal
