#include "reports/seal/tlog_proof.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/seal/private_key.h"
#include "reports/seal/signer.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"

using namespace rackproof;
using namespace rackproof::seal;

namespace {

const std::string kOrigin = "log.example/reports";

/// A log of seven entries, the fifth of them our report, with two witnesses.
struct Log {
  PrivateKey key = PrivateKey::generate().value();
  std::array<PrivateKey, 2> witnesses{PrivateKey::generate().value(),
                                      PrivateKey::generate().value()};
  Sha256Digest report = sha256("the sealed report");
  std::vector<Sha256Digest> leaves;
  TreeHead head{kOrigin, {}};

  Log() {
    MerkleTree tree;
    for (int i = 0; i < 7; ++i) {
      const auto entry = i == 4 ? report : sha256(std::to_string(i));
      leaves.push_back(merkle_leaf(std::string(entry.begin(), entry.end())));
      tree.add(leaves.back());
    }
    head.tree = {tree.size(), tree.root()};
  }

  [[nodiscard]] std::string checkpoint() const { return sign_checkpoint(head, key).value(); }
  [[nodiscard]] std::string witnessed(std::size_t which, int second) const {
    return note_cosignature(encode_tree_head(head), "w" + std::to_string(which) + ".example",
                            witnesses.at(which), UtcTime(std::chrono::seconds(second)))
        .value();
  }
  /// Of a witness that signs whatever second it likes.
  [[nodiscard]] std::string witnessed_at(std::uint64_t second) const {
    const auto& witness = witnesses.front();
    const auto signature = signed_by(
        witness, "cosignature/v1\ntime " + std::to_string(second) + "\n" + encode_tree_head(head));
    const auto id = note_key("w0.example", kNoteCosignatureV1, witness.public_key()).id;
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes += static_cast<char>((id >> static_cast<unsigned>(shift)) & 0xffU);
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes += static_cast<char>((second >> static_cast<unsigned>(shift)) & 0xffU);
    }
    return "\xE2\x80\x94 w0.example " + to_base64(bytes + signature.value()) + "\n";
  }
  [[nodiscard]] std::string proof(const std::string& signed_head) const {
    return encode_tlog_proof(4, inclusion_proof(leaves, 4), signed_head);
  }
  [[nodiscard]] LogPolicyText text(std::int64_t quorum = 0) const {
    LogPolicyText text;
    text.key = note_key(kOrigin, kNoteEd25519, key.public_key()).text();
    text.quorum = quorum;
    for (std::size_t i = 0; i < witnesses.size(); ++i) {
      text.witnesses.push_back(note_key("w" + std::to_string(i) + ".example", kNoteCosignatureV1,
                                        witnesses.at(i).public_key())
                                   .text());
    }
    return text;
  }
  [[nodiscard]] std::vector<LogPolicy> policy(std::int64_t quorum = 0) const {
    return {read_log_policy(text(quorum)).value()};
  }
  [[nodiscard]] std::string refusal(const std::string& proof, std::int64_t quorum = 0) const {
    const auto judged = judge_log_proof(proof, report, policy(quorum));
    REQUIRE_FALSE(judged);
    CHECK(judged.error().kind == ErrorKind::untrusted);
    return judged.error().message;
  }
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("log proof: an entry of a trusted log is shown to be one", "[reports][seal][log]") {
  const Log log;
  const auto judged = judge_log_proof(log.proof(log.checkpoint()), log.report, log.policy());
  REQUIRE(judged);
  CHECK(judged->origin == kOrigin);
  CHECK(judged->index == 4);
  CHECK(judged->tree.size == 7);
  CHECK_FALSE(judged->witnessed_at);
}

TEST_CASE("log proof: as many witnesses as the quorum has say by when", "[reports][seal][log]") {
  const Log log;
  const auto both = log.checkpoint() + log.witnessed(0, 2000) + log.witnessed(1, 1000);
  const auto one = judge_log_proof(log.proof(both), log.report, log.policy(1));
  REQUIRE(one);
  CHECK(one->witnesses == 2);
  CHECK(one->witnessed_at == UtcTime(std::chrono::seconds(1000)));
  CHECK(judge_log_proof(log.proof(both), log.report, log.policy(2))->witnessed_at ==
        UtcTime(std::chrono::seconds(2000)));
}

TEST_CASE("41.23 a witness of a time past every one that can be written is refused",
          "[reports][seal][log]") {
  const Log log;
  const auto witnessed = [&log](std::uint64_t second) {
    return log.proof(log.checkpoint() + log.witnessed_at(second));
  };
  constexpr std::uint64_t kLast = 9'223'372'036;
  const auto last = judge_log_proof(witnessed(kLast), log.report, log.policy(1));
  REQUIRE(last);
  CHECK(last->witnessed_at == UtcTime(std::chrono::seconds(kLast)));
  for (const auto second : {kLast + 1, std::uint64_t{253'402'300'799}, ~std::uint64_t{0}}) {
    INFO(second);
    CHECK(log.refusal(witnessed(second), 1) == "the signature of w0.example does not hold");
  }
}

TEST_CASE("log proof: each thing that is wrong is refused in its own words",
          "[reports][seal][log]") {
  const Log log;
  const auto good = log.proof(log.checkpoint());
  const auto path = inclusion_proof(log.leaves, 4);
  const auto first = to_base64(path[0]) + "\n";
  SECTION("41.1 wrong index") {
    CHECK(log.refusal(replaced(good, "index 4", "index 5")) ==
          "entry 5 of log.example/reports: the proof leads to another root than the tree has");
  }
  SECTION("41.2 index past the end") {
    CHECK(log.refusal(replaced(good, "index 4", "index 7")) ==
          "entry 7 of log.example/reports: entry 7 is not in a tree of 7");
  }
  SECTION("41.3 wrong size") {
    CHECK(log.refusal(replaced(good, "\n7\n", "\n8\n")) ==
          "the signature of log.example/reports does not hold");
  }
  SECTION("41.4 too long") {
    CHECK(log.refusal(replaced(good, first, first + first)).find("longer than this tree needs") !=
          std::string::npos);
  }
  SECTION("41.5 too short") {
    CHECK(log.refusal(replaced(good, first, "")).find("shorter than this tree needs") !=
          std::string::npos);
  }
  SECTION("41.6 garbage in front, between or behind") {
    CHECK(log.refusal("x" + good).starts_with("not a log proof"));
    CHECK(log.refusal(replaced(good, first, first + "garbage\n")).starts_with("line 4: "));
    CHECK(log.refusal(good + "x\n") == "checkpoint: a line among the signatures that is none");
  }
  SECTION("41.7 checkpoint of another origin") {
    auto other = log.head;
    other.origin = "other.example";
    CHECK(log.refusal(log.proof(sign_checkpoint(other, log.key).value())) ==
          "a checkpoint of other.example, which is no log that is trusted");
  }
  SECTION("41.8 bad log signature") {
    auto later = log.head;
    later.tree.root = log.leaves[0];
    const auto signature = sign_checkpoint(later, log.key).value();
    const auto moved = encode_tree_head(log.head) + signature.substr(signature.find("\n\n") + 1);
    CHECK(log.refusal(log.proof(moved)) == "the signature of log.example/reports does not hold");
  }
  SECTION("41.14 only witness signatures") {
    const auto text = encode_tree_head(log.head) + "\n" + log.witnessed(0, 1) + log.witnessed(1, 1);
    CHECK(log.refusal(log.proof(text), 1) ==
          "the checkpoint of log.example/reports is not signed by the log's key");
  }
  SECTION("41.15 proof good but for another leaf") {
    const auto judged = judge_log_proof(good, sha256("another report"), log.policy());
    CHECK(judged.error().message ==
          "entry 4 of log.example/reports: the proof leads to another root than the tree has");
  }
  SECTION("41.16 too few witnesses") {
    CHECK(log.refusal(log.proof(log.checkpoint() + log.witnessed(0, 1)), 2) ==
          "the checkpoint of log.example/reports was seen by 1 witnesses that are believed, 2 are "
          "needed");
  }
  SECTION("41.17 one witness twice") {
    const auto twice = log.checkpoint() + log.witnessed(0, 1) + log.witnessed(0, 2);
    CHECK(log.refusal(log.proof(twice), 2) == "w0.example signed twice");
  }
  SECTION("41.18 a signature by another key under the log's name") {
    const auto stranger = PrivateKey::generate().value();
    CHECK(log.refusal(log.proof(sign_checkpoint(log.head, stranger).value())) ==
          "the checkpoint of log.example/reports is not signed by the log's key");
  }
}

TEST_CASE("log proof: two proofs by one log are one", "[reports][seal][log]") {
  SECTION("41.19 two proofs by one log counted as two") {
    const Log log;
    const auto once = judge_log_proof(log.proof(log.checkpoint()), log.report, log.policy());
    const std::vector<LogProof> twice{once.value(), once.value()};
    CHECK(count_logs(twice) == 1);
    auto elsewhere = once.value();
    elsewhere.log = 1;
    CHECK(count_logs(std::vector<LogProof>{once.value(), elsewhere}) == 2);
  }
  SECTION("41.20 one key listed as two logs") {
    const Log log;
    auto again = log.policy()[0];
    again.origin = "second.example";
    CHECK(check_distinct(std::vector<LogPolicy>{log.policy()[0], again}).error().message ==
          "log second.example: its key is another log's as well");
    const Log other;
    CHECK(check_distinct(std::vector<LogPolicy>{log.policy()[0], other.policy()[0]})
              .error()
              .message == "log log.example/reports is listed twice");
  }
}

TEST_CASE("log policy: keys of another type, one key twice and impossible quorums are refused",
          "[reports][seal][log]") {
  const Log log;
  auto text = log.text(3);
  CHECK(read_log_policy(text).error().message == "a quorum of 3 of 2 witnesses cannot be met");
  text = log.text(-1);
  CHECK_FALSE(read_log_policy(text));
  text = log.text();
  text.witnesses[1] =
      note_key("w9.example", kNoteCosignatureV1, log.witnesses[0].public_key()).text();
  CHECK(read_log_policy(text).error().message ==
        "verifier key w9.example: the same key is here under another name");
  text = log.text();
  std::swap(text.key, text.witnesses[0]);
  CHECK(read_log_policy(text).error().message ==
        "verifier key w0.example: type 4 is not a log's, which is 1");
}

TEST_CASE("log proof: extra data is kept and never believed", "[reports][seal][log]") {
  const Log log;
  const auto text = replaced(log.proof(log.checkpoint()), "index 4", "extra YWJj\nindex 4");
  CHECK(parse_tlog_proof(text)->extra == "abc");
  CHECK(judge_log_proof(text, log.report, log.policy()));
  CHECK(log.refusal(replaced(text, "YWJj", "YWJ")).starts_with("line 2: "));
}
