#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/result.h"

/// What a certificate is bound to: URIs of its subject alternative name,
///   urn:rackproof:rack:SERIAL    one rack, by the serial number that its inventory tells
///   urn:rackproof:host:SERIAL    one node, likewise
///   urn:rackproof:site:NAME      a key of a whole site; only where the trust file names it
/// A byte that is not A-Z a-z 0-9 - . _ ~ is %XX with upper-case digits, and no other is: one
/// serial has one spelling, and names compare byte for byte.
namespace rackproof::seal {

enum class NameKind { rack, host, site };

inline constexpr std::array kNameKinds{
    EnumName<NameKind>{NameKind::rack, "rack"},
    EnumName<NameKind>{NameKind::host, "host"},
    EnumName<NameKind>{NameKind::site, "site"},
};

inline constexpr std::string_view kNamePrefix = "urn:rackproof:";

struct BoundName {
  NameKind kind = NameKind::rack;
  std::string value;  ///< Decoded, UTF-8, without control characters.

  bool operator==(const BoundName&) const = default;
};

[[nodiscard]] std::string uri_of(const BoundName& name);

/// Error{malformed} for another spelling of a name of ours, an unknown kind, an empty or hostile
/// value, more than 200 bytes.
Result<BoundName> parse_bound_name(std::string_view uri);

/// The serial numbers of the device under test, as its inventory tells them; empty ones left out.
struct DutSerials {
  std::vector<std::string> racks;
  std::vector<std::string> hosts;
};

/// Whether `name` stands for this very rack or node. A site's name stands for none.
[[nodiscard]] bool names_dut(const BoundName& name, const DutSerials& dut);

}  // namespace rackproof::seal
