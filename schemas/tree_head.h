#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/merkle.h"
#include "schemas/result.h"

namespace rackproof {

/// What a log says of itself: who it is, how many entries it holds, and the root over them. As text
/// the body of a C2SP checkpoint (C2SP/C2SP: tlog-checkpoint.md): three lines.
struct TreeHead {
  std::string origin;  ///< Not empty; no control characters.
  MerkleHead tree;

  bool operator==(const TreeHead&) const = default;
};

/// Origin, size and root, each with its newline.
[[nodiscard]] std::string encode_tree_head(const TreeHead& head);
/// The whole of `text`. Lines after the third are refused, too: what they extend cannot be known
/// here. Error{malformed}: size 0, leading zeros, a root that is none, anything missing or more.
Result<TreeHead> decode_tree_head(std::string_view text);

/// A decimal number of 64 bits without leading zeros, as logs write them; 0 is "0".
Result<std::uint64_t> parse_log_number(std::string_view text);

}  // namespace rackproof
