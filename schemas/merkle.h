#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/digest.h"
#include "schemas/result.h"

/// Merkle trees as RFC 6962 section 2.1 hashes them, with the proofs of RFC 9162 section 2.1 (the
/// same tree) and those of subtrees (draft-ietf-plants-merkle-tree-certs, section 4). Pure.
namespace rackproof {

/// SHA-256 of a zero byte and the data.
[[nodiscard]] Sha256Digest merkle_leaf(std::string_view data);
/// SHA-256 of a one byte and both halves.
[[nodiscard]] Sha256Digest merkle_node(const Sha256Digest& left, const Sha256Digest& right);

/// Both by a hash that is used again and again, at a fraction of the cost.
[[nodiscard]] Sha256Digest merkle_leaf(std::string_view data, Sha256& by);
[[nodiscard]] Sha256Digest merkle_node(const Sha256Digest& left, const Sha256Digest& right,
                                       Sha256& by);

/// A tree that only grows. It keeps one hash for each bit of its size, not its leaves.
class MerkleTree {
 public:
  void add(const Sha256Digest& leaf);
  void add(const Sha256Digest& leaf, Sha256& by);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Of all that was added; of an empty tree SHA-256 of nothing.
  [[nodiscard]] Sha256Digest root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Sha256Digest> whole_;  ///< Roots of the perfect subtrees, the largest first.
};

/// Hashes from the leaf's side up to the root's.
using MerkleProof = std::vector<Sha256Digest>;

/// That leaf `index` is in the tree over `leaves` (hashes, all of them); `index` is one of them.
[[nodiscard]] MerkleProof inclusion_proof(std::span<const Sha256Digest> leaves, std::size_t index);
/// That the tree over `leaves` begins with the one over its first `before`, 1 to all of them.
[[nodiscard]] MerkleProof consistency_proof(std::span<const Sha256Digest> leaves,
                                            std::size_t before);

/// A tree of a size with that root.
struct MerkleHead {
  std::uint64_t size = 0;
  Sha256Digest root{};

  bool operator==(const MerkleHead&) const = default;
};

/// Error{untrusted} says what is wrong: the index, a proof too long or too short, another root.
Result<void> check_inclusion(const Sha256Digest& leaf, std::uint64_t index,
                             const MerkleProof& proof, const MerkleHead& tree);

/// That `later` goes on with `earlier`. Nothing is consistent with an empty tree but an empty
/// proof.
Result<void> check_consistency(const MerkleHead& earlier, const MerkleHead& later,
                               const MerkleProof& proof);

/// Leaves `start` to `end` - 1 of a tree, as a tree of their own.
struct MerkleSubtree {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  Sha256Digest root{};

  /// Whether any tree can hold it as such: not empty, and its start fits its size.
  [[nodiscard]] bool is_valid() const;
};

/// That leaf `index` of the whole tree is in the subtree.
Result<void> check_inclusion(const Sha256Digest& leaf, std::uint64_t index,
                             const MerkleProof& proof, const MerkleSubtree& subtree);
/// That the subtree is one of `tree`; an empty one is one of every tree that is not shorter.
Result<void> check_consistency(const MerkleSubtree& subtree, const MerkleHead& tree,
                               const MerkleProof& proof);

/// Standard base64 of the 32 bytes, and back: Error{malformed} for any other length or spelling.
[[nodiscard]] std::string to_base64(const Sha256Digest& digest);
Result<Sha256Digest> digest_from_base64(std::string_view text);
/// 64 lower-case hexadecimal digits.
Result<Sha256Digest> digest_from_hex(std::string_view text);

}  // namespace rackproof
