#pragma once

#include <array>
#include <string>
#include <string_view>

/// Object identifiers of ours, all of them. A number is never used again for another meaning.
///   ARC.1  extended key use: may sign run records as collector
///   ARC.2  extended key use: may sign reports as certifier
///   ARC.3  extended key use: may sign test orders as vendor
///   ARC.4  extended key use: may sign status lists
/// .5 to .9 are kept for further uses of a key.
namespace rackproof::seal {

/// Under 2.25, where a UUID is its own registration (ITU-T X.667).
inline constexpr std::string_view kObjectArc = "2.25.48990790624606678908632435941848517428";

/// A role as a certificate says it.
struct KeyUse {
  std::string_view role;  ///< The word of the trust file.
  std::string_view arc;   ///< What follows kObjectArc.
};

inline constexpr std::array kKeyUses{
    KeyUse{"collector", ".1"},
    KeyUse{"certifier", ".2"},
    KeyUse{"vendor", ".3"},
    KeyUse{"status", ".4"},
};

/// The extended key use that stands for `role`; "" for a role that no certificate can give.
[[nodiscard]] inline std::string key_use_of(std::string_view role) {
  for (const auto& use : kKeyUses) {
    if (use.role == role) {
      return std::string(kObjectArc) + std::string(use.arc);
    }
  }
  return {};
}

}  // namespace rackproof::seal
