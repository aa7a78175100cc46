#pragma once

#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/revocation_list.h"
#include "reports/seal/time_stamp_chain.h"

/// Whether a certificate behind a time stamp was revoked. For time_stamp_chain.cpp only.
namespace rackproof::seal {

/// Every CRL of `pem`, none for "". Complete lists alone, as parse_list() has it. Error{malformed}
/// or Error{unsupported} for a block that is none.
Result<std::vector<RevocationList>> read_revocations(std::string_view pem);

/// One certificate of a path and who issued it.
struct Issued {
  X509& certificate;
  X509& issuer;
};

/// Every list that the issuer made is heard; one of them must reach past the time until which the
/// stamp has to be vouched for: the stamped time, or that of the stamp which renews it. A loss of
/// the key that came to light after that stamp does not touch what was there by then.
Result<void> check_revoked(const Issued& issued, const std::vector<RevocationList>& lists,
                           const Stamping& stamping, bool must_show);

/// For messages.
[[nodiscard]] std::string subject_of(const X509& certificate);
[[nodiscard]] std::time_t seconds_of(UtcTime time);
/// The digest that a signature algorithm uses is SHA-256 or better (Ed25519 has its own).
[[nodiscard]] bool is_strong_signature(int algorithm);

}  // namespace rackproof::seal
