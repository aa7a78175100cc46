#include "schemas/merkle.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

std::string_view bytes_of(const Sha256Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Error refused(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

constexpr const char* kTooLong = "the proof is longer than this tree needs";
constexpr const char* kTooShort = "the proof is shorter than this tree needs";

bool is_odd(std::uint64_t number) {
  return (number & 1U) != 0;
}

/// Leaves of the left half: the largest power of two that is less than `size` (2 at least).
std::size_t left_part(std::size_t size) {
  return std::bit_ceil(size) / 2;
}

Sha256Digest root_of(std::span<const Sha256Digest> leaves) {
  MerkleTree tree;
  for (const auto& leaf : leaves) {
    tree.add(leaf);
  }
  return tree.root();
}

/// Three places on one level of the tree, which climb together.
struct Climb {
  std::uint64_t first = 0;   ///< The subtree's first node.
  std::uint64_t second = 0;  ///< Its last.
  std::uint64_t last = 0;    ///< The whole tree's last.

  void up() {
    first >>= 1U;
    second >>= 1U;
    last >>= 1U;
  }
};

/// What two roots come to as the hashes of a proof are taken.
struct Roots {
  Sha256Digest part;
  Sha256Digest whole;
};

/// One level, or several where the right side has no neighbour, by the hash `sibling`.
void take(const Sha256Digest& sibling, Climb& at, Roots& roots) {
  if (is_odd(at.second) || at.second == at.last) {
    if (at.first < at.second) {
      roots.part = merkle_node(sibling, roots.part);
    }
    roots.whole = merkle_node(sibling, roots.whole);
    while (!is_odd(at.second)) {
      at.up();
    }
  } else {
    roots.whole = merkle_node(roots.whole, sibling);
  }
  at.up();
}

/// From the subtree's last leaf up to where a proof begins.
Climb begin_of(const MerkleSubtree& subtree, std::uint64_t size) {
  Climb at{subtree.start, subtree.end - 1, size - 1};
  const bool at_the_edge = at.second == at.last;
  while (at.first != at.second && (at_the_edge || is_odd(at.second))) {
    at.up();
  }
  return at;
}

}  // namespace

Sha256Digest merkle_leaf(std::string_view data) {
  Sha256 hash;
  return merkle_leaf(data, hash);
}

Sha256Digest merkle_leaf(std::string_view data, Sha256& by) {
  by.restart();
  by.update(std::string_view("\0", 1));
  by.update(data);
  return by.finish();
}

Sha256Digest merkle_node(const Sha256Digest& left, const Sha256Digest& right) {
  Sha256 hash;
  return merkle_node(left, right, hash);
}

Sha256Digest merkle_node(const Sha256Digest& left, const Sha256Digest& right, Sha256& by) {
  by.restart();
  by.update("\x01");
  by.update(bytes_of(left));
  by.update(bytes_of(right));
  return by.finish();
}

void MerkleTree::add(const Sha256Digest& leaf) {
  Sha256 hash;
  add(leaf, hash);
}

void MerkleTree::add(const Sha256Digest& leaf, Sha256& by) {
  auto grown = leaf;
  for (auto rest = size_; is_odd(rest); rest >>= 1U) {
    grown = merkle_node(whole_.back(), grown, by);
    whole_.pop_back();
  }
  whole_.push_back(grown);
  ++size_;
}

Sha256Digest MerkleTree::root() const {
  if (whole_.empty()) {
    return sha256("");
  }
  auto root = whole_.back();
  for (auto left = std::next(whole_.rbegin()); left != whole_.rend(); ++left) {
    root = merkle_node(*left, root);
  }
  return root;
}

MerkleProof inclusion_proof(std::span<const Sha256Digest> leaves, std::size_t index) {
  MerkleProof proof;
  while (leaves.size() > 1) {
    const auto left = left_part(leaves.size());
    if (index < left) {
      proof.push_back(root_of(leaves.subspan(left)));
      leaves = leaves.first(left);
    } else {
      proof.push_back(root_of(leaves.first(left)));
      leaves = leaves.subspan(left);
      index -= left;
    }
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

MerkleProof consistency_proof(std::span<const Sha256Digest> leaves, std::size_t before) {
  MerkleProof proof;
  bool known = true;  // whether what is left of the earlier tree is that tree as a whole
  while (before < leaves.size()) {
    const auto left = left_part(leaves.size());
    if (before <= left) {
      proof.push_back(root_of(leaves.subspan(left)));
      leaves = leaves.first(left);
    } else {
      proof.push_back(root_of(leaves.first(left)));
      leaves = leaves.subspan(left);
      before -= left;
      known = false;
    }
  }
  if (!known) {
    proof.push_back(root_of(leaves));
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Result<void> check_inclusion(const Sha256Digest& leaf, std::uint64_t index,
                             const MerkleProof& proof, const MerkleHead& tree) {
  if (index >= tree.size) {
    return refused("entry " + std::to_string(index) + " is not in a tree of " +
                   std::to_string(tree.size));
  }
  auto last = tree.size - 1;
  auto root = leaf;
  for (const auto& sibling : proof) {
    if (last == 0) {
      return refused(kTooLong);
    }
    if (is_odd(index) || index == last) {
      root = merkle_node(sibling, root);
      const auto without_sibling = index == 0 ? 0 : std::countr_zero(index);
      index >>= without_sibling;
      last >>= without_sibling;
    } else {
      root = merkle_node(root, sibling);
    }
    index >>= 1U;
    last >>= 1U;
  }
  if (last != 0) {
    return refused(kTooShort);
  }
  return root == tree.root ? Result<void>()
                           : refused("the proof leads to another root than the tree has");
}

Result<void> check_consistency(const MerkleHead& earlier, const MerkleHead& later,
                               const MerkleProof& proof) {
  if (earlier.size > later.size) {
    return refused("the tree went back from " + std::to_string(earlier.size) + " entries to " +
                   std::to_string(later.size));
  }
  if (earlier.size == 0) {
    return refused("every tree goes on with an empty one: there is nothing to prove");
  }
  return check_consistency(MerkleSubtree{0, earlier.size, earlier.root}, later, proof);
}

bool MerkleSubtree::is_valid() const {
  constexpr auto kMost = std::uint64_t{1} << 63U;
  return start < end && end - start <= kMost && start % std::bit_ceil(end - start) == 0;
}

Result<void> check_inclusion(const Sha256Digest& leaf, std::uint64_t index,
                             const MerkleProof& proof, const MerkleSubtree& subtree) {
  if (!subtree.is_valid() || index < subtree.start) {
    return refused("entry " + std::to_string(index) + " is in no subtree from " +
                   std::to_string(subtree.start) + " to " + std::to_string(subtree.end));
  }
  return check_inclusion(leaf, index - subtree.start, proof,
                         MerkleHead{subtree.end - subtree.start, subtree.root});
}

namespace {

Result<void> check_empty(const MerkleSubtree& subtree, const MerkleProof& proof) {
  return proof.empty() && subtree.root == sha256("")
             ? Result<void>()
             : refused("an empty subtree has one root and an empty proof");
}

}  // namespace

Result<void> check_consistency(const MerkleSubtree& subtree, const MerkleHead& tree,
                               const MerkleProof& proof) {
  const bool empty = subtree.start == subtree.end;
  if ((!empty && !subtree.is_valid()) || subtree.end > tree.size) {
    return refused("no tree of " + std::to_string(tree.size) + " has a subtree from " +
                   std::to_string(subtree.start) + " to " + std::to_string(subtree.end));
  }
  if (empty) {
    return check_empty(subtree, proof);
  }
  auto at = begin_of(subtree, tree.size);
  Roots roots{subtree.root, subtree.root};
  std::span<const Sha256Digest> rest(proof);
  if (at.first != at.second) {
    if (rest.empty()) {
      return refused(kTooShort);
    }
    roots = {rest.front(), rest.front()};
    rest = rest.subspan(1);
  }
  for (const auto& sibling : rest) {
    if (at.last == 0) {
      return refused(kTooLong);
    }
    take(sibling, at, roots);
  }
  if (at.last != 0) {
    return refused(kTooShort);
  }
  if (roots.part != subtree.root) {
    return refused("the earlier tree has another root than the proof leads to");
  }
  return roots.whole == tree.root ? Result<void>()
                                  : refused("the later tree does not go on with the earlier one");
}

std::string to_base64(const Sha256Digest& digest) {
  return to_base64(bytes_of(digest));
}

Result<Sha256Digest> digest_from_base64(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes) {
    return bytes.error();
  }
  Sha256Digest digest{};
  if (bytes->size() != digest.size()) {
    return Error{ErrorKind::malformed,
                 "a hash of " + std::to_string(bytes->size()) + " bytes, not of 32"};
  }
  std::transform(bytes->begin(), bytes->end(), digest.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return digest;
}

Result<Sha256Digest> digest_from_hex(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  Sha256Digest digest{};
  if (text.size() != 2 * digest.size() ||
      text.find_first_not_of(kDigits) != std::string_view::npos) {
    return Error{ErrorKind::malformed, "a hash is 64 lower-case hexadecimal digits"};
  }
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest.at(i) =
        static_cast<std::uint8_t>(16 * kDigits.find(text[2 * i]) + kDigits.find(text[2 * i + 1]));
  }
  return digest;
}

}  // namespace rackproof
