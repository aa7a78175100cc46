#include "schemas/merkle.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schemas/text.h"
#include "tests/support/captures.h"

using namespace rackproof;

namespace {

std::vector<Sha256Digest> leaves_of(std::size_t count) {
  std::vector<Sha256Digest> leaves;
  for (std::size_t i = 0; i < count; ++i) {
    leaves.push_back(merkle_leaf("leaf " + std::to_string(i)));
  }
  return leaves;
}

Sha256Digest root_over(const std::vector<Sha256Digest>& leaves, std::size_t count) {
  MerkleTree tree;
  for (std::size_t i = 0; i < count; ++i) {
    tree.add(leaves[i]);
  }
  return tree.root();
}

/// What stands after `"name":` in one line of the vectors, up to `end`.
std::string raw(const std::string& line, const std::string& name, char end) {
  const auto at = line.find("\"" + name + "\":");
  REQUIRE(at != std::string::npos);
  const auto from = at + name.size() + 3;
  return line.substr(from, line.find(end, from) - from);
}

std::uint64_t number(const std::string& line, const std::string& name) {
  return parse_unsigned(raw(line, name, ',')).value();
}

std::string text(const std::string& line, const std::string& name) {
  const auto quoted = raw(line, name, ',');
  return quoted.substr(1, quoted.size() - 2);
}

/// Nothing where one of the hashes is none: such a line is refused before it is looked at.
std::optional<MerkleProof> proof_of(const std::string& line) {
  for (const auto* name : {"leafHash", "root"}) {
    if (line.find("\"" + std::string(name) + "\":") != std::string::npos &&
        !digest_from_base64(text(line, name))) {
      return std::nullopt;
    }
  }
  MerkleProof proof;
  const auto list = raw(line, "proof", ']');
  if (list.starts_with("null") || list == "[") {
    return proof;
  }
  for (const auto item : split(std::string_view(list).substr(1), ',')) {
    const auto hash = digest_from_base64(item.substr(1, item.size() - 2));
    if (!hash) {
      return std::nullopt;
    }
    proof.push_back(*hash);
  }
  return proof;
}

/// Puts each line of one file of vectors to `holds`; how many there were.
template <typename Holds>
std::size_t check_vectors(const char* name, Holds holds) {
  const auto path = testing::capture(std::string("merkle-rfc6962/") + name);
  if (!path) {
    return 0;
  }
  std::ifstream file(*path);
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    CAPTURE(line);
    const auto proof = proof_of(line);
    const bool expected = line.find("\"wantErr\":false") != std::string::npos;
    CHECK((proof && holds(line, *proof)) == expected);
  }
  return count;
}

/// A few vectors have a word where the root makes no difference; it stands for a hash of its own.
Sha256Digest hash(const std::string& line, const std::string& name) {
  const auto digest = digest_from_base64(text(line, name));
  return digest ? *digest : sha256(text(line, name));
}

}  // namespace

TEST_CASE("merkle: heads of sizes 0 to 8 are those that others computed", "[schemas][merkle]") {
  // merkle-rfc6962/roots.json, in turn from transparency-dev/merkle
  const std::array<std::string, 8> leaves{
      "", std::string("\0", 1), "\x10", "\x20!", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno"};
  const std::array<std::string, 9> heads{
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  MerkleTree tree;
  CHECK(to_hex(tree.root()) == heads[0]);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    tree.add(merkle_leaf(leaves[i]));
    CHECK(tree.size() == i + 1);
    CHECK(to_hex(tree.root()) == heads[i + 1]);
  }
}

TEST_CASE("merkle: all 518 published vectors come out as they must", "[schemas][merkle]") {
  std::size_t count = 0;
  count += check_vectors("inclusion.jsonl", [](const auto& line, const auto& proof) {
    return check_inclusion(hash(line, "leafHash"), number(line, "leafIdx"), proof,
                           MerkleHead{number(line, "treeSize"), hash(line, "root")})
        .has_value();
  });
  count += check_vectors("consistency.jsonl", [](const auto& line, const auto& proof) {
    return check_consistency(MerkleHead{number(line, "size1"), hash(line, "root1")},
                             MerkleHead{number(line, "size2"), hash(line, "root2")}, proof)
        .has_value();
  });
  count += check_vectors("subtreeinclusion.jsonl", [](const auto& line, const auto& proof) {
    return check_inclusion(
               hash(line, "leafHash"), number(line, "leafIdx"), proof,
               MerkleSubtree{number(line, "start"), number(line, "end"), hash(line, "root")})
        .has_value();
  });
  count += check_vectors("subtreeconsistency.jsonl", [](const auto& line, const auto& proof) {
    return check_consistency(
               MerkleSubtree{number(line, "start"), number(line, "end"), hash(line, "root1")},
               MerkleHead{number(line, "size"), hash(line, "root2")}, proof)
        .has_value();
  });
  CHECK((count == 518 || count == 0));  // 0: the captures are absent, and capture() has said so
}

TEST_CASE("merkle: every proof that is made holds, and for nothing else", "[schemas][merkle]") {
  const auto leaves = leaves_of(17);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const std::span<const Sha256Digest> tree(leaves.data(), size);
    const MerkleHead head{size, root_over(leaves, size)};
    for (std::size_t i = 0; i < size; ++i) {
      CAPTURE(size, i);
      const auto proof = inclusion_proof(tree, i);
      CHECK(check_inclusion(leaves[i], i, proof, head));
      CHECK_FALSE(check_inclusion(leaves[(i + 1) % leaves.size()], i, proof, head));
      const MerkleHead earlier{i + 1, root_over(leaves, i + 1)};
      const auto kept = consistency_proof(tree, i + 1);
      CHECK(check_consistency(earlier, head, kept));
      CHECK_FALSE(check_consistency({i + 1, merkle_leaf("another")}, head, kept));
    }
  }
}

TEST_CASE("merkle: a refusal says what is wrong", "[schemas][merkle]") {
  const auto leaves = leaves_of(7);
  const MerkleHead head{7, root_over(leaves, 7)};
  auto proof = inclusion_proof(leaves, 2);
  CHECK(check_inclusion(leaves[2], 7, proof, head).error().message ==
        "entry 7 is not in a tree of 7");
  CHECK(check_inclusion(leaves[2], 3, proof, head).error().message ==
        "the proof leads to another root than the tree has");
  proof.push_back(leaves[0]);
  CHECK(check_inclusion(leaves[2], 2, proof, head).error().message ==
        "the proof is longer than this tree needs");
  proof.resize(2);
  CHECK(check_inclusion(leaves[2], 2, proof, head).error().message ==
        "the proof is shorter than this tree needs");
  CHECK(check_consistency({8, head.root}, head, {}).error().message ==
        "the tree went back from 8 entries to 7");
  CHECK(check_consistency({7, leaves[0]}, head, {}).error().message ==
        "the later tree does not go on with the earlier one");
  CHECK(check_consistency({0, sha256("")}, head, {}).error().message ==
        "every tree goes on with an empty one: there is nothing to prove");
}

TEST_CASE("merkle: a hash has one spelling", "[schemas][merkle]") {
  const auto hash = merkle_leaf("x");
  CHECK(digest_from_base64(to_base64(hash)).value() == hash);
  CHECK(digest_from_hex(to_hex(hash)).value() == hash);
  CHECK(digest_from_base64("AAAA").error().message == "a hash of 3 bytes, not of 32");
  CHECK_FALSE(digest_from_hex(std::string(63, '0')));
  CHECK_FALSE(digest_from_hex(std::string(64, 'A')));
}
