#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/certificate.h"
#include "reports/seal/rack_name.h"
#include "reports/seal/revocation.h"
#include "reports/seal/trust.h"
#include "schemas/result.h"

/// Somebody whom the verifier's owner lets vouch for keys: one [[authority]] of the trust file.
namespace rackproof::seal {

struct Authority {
  std::string id;                  ///< As the trust file calls it; unique there.
  Certificate root;                ///< check_root() held.
  std::vector<std::string> roles;  ///< Words of kKeyUses; a key under it may have no other.
  /// Patterns ('*') over the whole URI ("urn:rackproof:rack:AB-*"). Every name of ours in a
  /// certificate must match one. Empty: any rack and any host, but no site.
  std::vector<std::string> names;
  /// Patterns over the serial numbers of the device under test, one of which must match. Empty:
  /// any.
  std::vector<std::string> duts;
  /// Predicate types that may be signed. Empty: those that go with the role.
  std::vector<std::string> predicates;
  RevocationPolicy revocation;
  int lowest_sequence = 0;  ///< As TrustedKey has it, for every key under this authority.
  Window window = {};       ///< When the root is trusted, whatever it says of itself.
  std::string issuer = {};  ///< As TrustedKey has it, for every key under this authority.
};

/// What an authority's certificate must be to be pinned: CA:TRUE, its own issuer, signed by itself
/// with an algorithm and a key that count. Error{untrusted}; asked when the trust file is loaded.
Result<void> check_root(const Certificate& root);

[[nodiscard]] bool may_vouch_for(const Authority& authority, std::string_view role);
[[nodiscard]] bool may_sign(const Authority& authority, std::string_view predicate);

/// Whether `leaf` may speak of this device: every name of ours in it is spelled rightly and allowed
/// by `authority`; one of them is the device's own serial number, or a site's that is named in the
/// trust file; and the device is within the authority's scope. Error{untrusted}.
Result<void> check_binding(const Certificate& leaf, const Authority& authority,
                           const DutSerials& dut);

}  // namespace rackproof::seal
