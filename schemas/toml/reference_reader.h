#pragma once

#include <map>
#include <string>
#include <string_view>

#include "schemas/architecture.h"
#include "schemas/toml/finding.h"
#include "schemas/toml/tree.h"

namespace rackproof {

/// Where each item of a reference stands, "criterion hbm-bandwidth" -> "trn2.toml:41". Items are
/// named as item_name() does.
using Places = std::map<std::string, std::string, std::less<>>;

/// "criterion x", "phase x", "part accelerator".
[[nodiscard]] std::string item_name(std::string_view table, std::string_view id);

struct ReadReference {
  Architecture architecture;
  Places places;
};

/// The tiers there are, in the order of their length.
inline constexpr std::array<std::string_view, 4> kTiers{"quick", "check", "accept", "soak"};

/// A merged tree as types. Every mistake of form becomes a finding; with an error among them the
/// architecture is not to be used.
ReadReference read_reference(const TomlTable& tree, Findings& findings);

}  // namespace rackproof
