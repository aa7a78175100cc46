#pragma once

#include <array>
#include <string>
#include <string_view>

#include "schemas/enum_names.h"
#include "schemas/result.h"

namespace rackproof::seal {

/// How a query hashes what is to be stamped.
enum class StampDigest { sha256, sha384, sha512 };

inline constexpr std::array kStampDigests{
    EnumName<StampDigest>{StampDigest::sha256, "sha256"},
    EnumName<StampDigest>{StampDigest::sha384, "sha384"},
    EnumName<StampDigest>{StampDigest::sha512, "sha512"},
};

/// A TimeStampReq (RFC 3161) over the digest of `bytes`, as DER: with a random nonce, and asking
/// for the certificate. Error{io} where libcrypto fails.
Result<std::string> make_time_stamp_query(std::string_view bytes,
                                          StampDigest digest = StampDigest::sha256);

}  // namespace rackproof::seal
