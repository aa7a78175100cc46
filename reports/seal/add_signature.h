#pragma once

#include <string>
#include <string_view>

#include "reports/seal/signer.h"
#include "schemas/result.h"

namespace rackproof::seal {

/// `envelope`, one of ours, with the signature of `signer` behind those that it has; not a byte of
/// the payload changes. Those that are there are not verified. Error{malformed} for what is no
/// envelope of ours, Error{io} when this key has signed it already,
/// Error{out_of_range} when kMaxSignatures have.
Result<std::string> add_signature(std::string_view envelope, const Signer& signer);

}  // namespace rackproof::seal
