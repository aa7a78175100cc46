#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/certificate.h"
#include "schemas/enum_names.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// Certificate revocation lists (RFC 5280 section 5), read and told; revocation.h judges by them.
namespace rackproof::seal {

inline constexpr std::string_view kListLabel = "X509 CRL";
inline constexpr PemLimits kListLimits{.bytes = std::size_t{4} << 20, .blocks = 32};
inline constexpr std::size_t kMostRevoked = 100'000;  ///< Entries of one list.

/// CRLReason of RFC 5280 section 5.3.1; a list that gives none says unspecified.
enum class RevocationReason {
  unspecified,
  key_compromise,
  ca_compromise,
  affiliation_changed,
  superseded,
  cessation_of_operation,
  certificate_hold,
  privilege_withdrawn,
  aa_compromise,
};

inline constexpr std::array kRevocationReasons{
    EnumName<RevocationReason>{RevocationReason::unspecified, "unspecified"},
    EnumName<RevocationReason>{RevocationReason::key_compromise, "keyCompromise"},
    EnumName<RevocationReason>{RevocationReason::ca_compromise, "cACompromise"},
    EnumName<RevocationReason>{RevocationReason::affiliation_changed, "affiliationChanged"},
    EnumName<RevocationReason>{RevocationReason::superseded, "superseded"},
    EnumName<RevocationReason>{RevocationReason::cessation_of_operation, "cessationOfOperation"},
    EnumName<RevocationReason>{RevocationReason::certificate_hold, "certificateHold"},
    EnumName<RevocationReason>{RevocationReason::privilege_withdrawn, "privilegeWithdrawn"},
    EnumName<RevocationReason>{RevocationReason::aa_compromise, "aACompromise"},
};

struct Revoked {
  std::string serial;                    ///< As Certificate::serial.
  UtcTime at;                            ///< When the issuer revoked it.
  std::optional<UtcTime> invalid_since;  ///< Invalidity date: since when the key is in doubt.
  RevocationReason reason = RevocationReason::unspecified;
};

/// What one list says. A value, as Certificate is.
struct RevocationList {
  std::string der;
  std::string issuer;  ///< RFC 2253, for people.
  std::uint64_t number = 0;
  UtcTime this_update;
  UtcTime next_update;  ///< Until when it holds.
  std::vector<Revoked> revoked;
};

/// One whole list. Complete lists of one issuer only: a delta list, a list of some reasons or of
/// other issuers' certificates, a list without number or without next update, and every critical
/// extension are refused by name. Error{malformed} or Error{unsupported}.
Result<RevocationList> parse_list(std::string_view der);

/// All of a PEM text, in their order.
Result<std::vector<RevocationList>> parse_lists(std::string_view pem);

/// Whether `list` is by the issuer that `certificate` is: same name in bytes and, where both say
/// one, the same key identifier. Says nothing of the signature.
[[nodiscard]] bool is_list_of(const RevocationList& list, const Certificate& issuer);

/// Whether they are two different lists of one number by one issuer, of which one must be false.
/// Issuers are told apart by name and, where both lists say one, by key identifier.
[[nodiscard]] bool are_rivals(const RevocationList& one, const RevocationList& other);

/// Whether the key of `issuer` signed `list`, with an algorithm that still counts.
[[nodiscard]] bool is_signed_by(const RevocationList& list, const Certificate& issuer);

}  // namespace rackproof::seal
