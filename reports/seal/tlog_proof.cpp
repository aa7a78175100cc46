#include "reports/seal/tlog_proof.h"

#include <algorithm>
#include <set>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::seal {
namespace {

constexpr std::size_t kMostHashes = 64;
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

Error untrusted(std::string why) {
  return {ErrorKind::untrusted, std::move(why)};
}

/// The lines above the checkpoint, taken one by one.
class Head {
 public:
  explicit Head(std::string_view text) : lines_(lines(text)) {}

  /// The next line; nothing at the end.
  std::optional<std::string_view> next() {
    return at_ < lines_.size() ? std::optional(lines_[at_++]) : std::nullopt;
  }
  void back() { --at_; }
  [[nodiscard]] std::string place() const { return "line " + std::to_string(at_); }

 private:
  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
};

Result<void> read_extra(Head& head, TlogProof& proof) {
  const auto line = head.next();
  if (!line || !line->starts_with(kExtra)) {
    if (line) {
      head.back();
    }
    return {};
  }
  auto extra = from_base64(line->substr(kExtra.size()));
  if (!extra) {
    return std::move(extra).error().during(head.place());
  }
  proof.extra = *std::move(extra);
  return {};
}

Result<void> read_index(Head& head, TlogProof& proof) {
  const auto line = head.next();
  if (!line || !line->starts_with(kIndex)) {
    return malformed(head.place() + ": expected the entry's index");
  }
  const auto index = parse_log_number(line->substr(kIndex.size()));
  if (!index) {
    return index.error().during(head.place());
  }
  proof.index = *index;
  return {};
}

Result<void> read_path(Head& head, TlogProof& proof) {
  while (const auto line = head.next()) {
    const auto hash = digest_from_base64(*line);
    if (!hash) {
      return hash.error().during(head.place());
    }
    if (proof.path.size() == kMostHashes) {
      return malformed(head.place() + ": more hashes than any tree needs");
    }
    proof.path.push_back(*hash);
  }
  return {};
}

/// A key of that type, for people called `what`.
Result<NoteKey> key_of_type(std::string_view text, std::uint8_t type, const char* what) {
  auto key = parse_note_key(text);
  if (key && key->type != type) {
    return malformed("verifier key " + printable(key->name, 80) + ": type " +
                     std::to_string(key->type) + " is not a " + what + "'s, which is " +
                     std::to_string(type));
  }
  return key;
}

Result<void> read_witnesses(const LogPolicyText& text, LogPolicy& policy) {
  std::set<std::string> seen{policy.log.material};
  for (const auto& each : text.witnesses) {
    auto key = key_of_type(each, kNoteCosignatureV1, "witness");
    if (!key) {
      return std::move(key).error();
    }
    if (!seen.insert(key->material).second) {
      return malformed("verifier key " + printable(key->name, 80) +
                       ": the same key is here under another name");
    }
    policy.witnesses.push_back(*std::move(key));
  }
  return {};
}

/// The log's own key first, then its witnesses.
std::vector<NoteKey> keys_of(const LogPolicy& policy) {
  std::vector<NoteKey> keys{policy.log};
  keys.insert(keys.end(), policy.witnesses.begin(), policy.witnesses.end());
  return keys;
}

/// Fills in who vouches for the checkpoint, or says who does not.
Result<void> check_signers(const Checkpoint& checkpoint, const LogPolicy& policy,
                           LogProof& judged) {
  const auto keys = keys_of(policy);
  const auto found = check_note(checkpoint.note, keys);
  if (!found) {
    return found.error();
  }
  bool by_the_log = false;
  std::vector<UtcTime> times;
  for (const auto& each : *found) {
    by_the_log = by_the_log || each.key == 0;
    if (each.at) {
      times.push_back(*each.at);
    }
  }
  if (!by_the_log) {
    return untrusted("the checkpoint of " + printable(policy.origin, 80) +
                     " is not signed by the log's key");
  }
  judged.witnesses = times.size();
  if (times.size() < policy.quorum) {
    return untrusted("the checkpoint of " + printable(policy.origin, 80) + " was seen by " +
                     std::to_string(times.size()) + " witnesses that are believed, " +
                     std::to_string(policy.quorum) + " are needed");
  }
  if (policy.quorum > 0) {
    std::sort(times.begin(), times.end());
    judged.witnessed_at = times[policy.quorum - 1];
  }
  return {};
}

}  // namespace

Result<TlogProof> parse_tlog_proof(std::string_view bytes) {
  const auto gap = bytes.find("\n\n");
  if (gap == std::string_view::npos) {
    return malformed("a log proof has an empty line before its checkpoint");
  }
  Head head(bytes.substr(0, gap + 1));
  if (head.next() != kTlogProofHead) {
    return malformed("not a log proof: its first line is not " + std::string(kTlogProofHead));
  }
  TlogProof proof;
  for (const auto read : {read_extra, read_index, read_path}) {
    if (auto done = read(head, proof); !done) {
      return std::move(done).error();
    }
  }
  auto checkpoint = parse_checkpoint(bytes.substr(gap + 2));
  if (!checkpoint) {
    return std::move(checkpoint).error().during("checkpoint");
  }
  proof.checkpoint = *std::move(checkpoint);
  return proof;
}

std::string encode_tlog_proof(std::uint64_t index, const MerkleProof& path,
                              std::string_view checkpoint) {
  std::string text =
      std::string(kTlogProofHead) + "\n" + std::string(kIndex) + std::to_string(index) + "\n";
  for (const auto& hash : path) {
    text += rackproof::to_base64(hash) + "\n";
  }
  return text + "\n" + std::string(checkpoint);
}

Result<LogPolicy> read_log_policy(const LogPolicyText& text) {
  auto log = key_of_type(text.key, kNoteEd25519, "log");
  if (!log) {
    return std::move(log).error();
  }
  LogPolicy policy;
  policy.origin = text.origin.empty() ? log->name : text.origin;
  policy.log = *std::move(log);
  if (auto read = read_witnesses(text, policy); !read) {
    return std::move(read).error();
  }
  if (text.quorum < 0 || static_cast<std::uint64_t>(text.quorum) > policy.witnesses.size()) {
    return malformed("a quorum of " + std::to_string(text.quorum) + " of " +
                     std::to_string(policy.witnesses.size()) + " witnesses cannot be met");
  }
  policy.quorum = static_cast<std::size_t>(text.quorum);
  return policy;
}

Result<void> check_distinct(std::span<const LogPolicy> logs) {
  std::set<std::string> keys;
  std::set<std::string> origins;
  for (const auto& log : logs) {
    if (!keys.insert(log.log.material).second) {
      return malformed("log " + printable(log.origin, 80) + ": its key is another log's as well");
    }
    if (!origins.insert(log.origin).second) {
      return malformed("log " + printable(log.origin, 80) + " is listed twice");
    }
  }
  return {};
}

Result<LogProof> judge_log_proof(std::string_view proof, const Sha256Digest& entry,
                                 std::span<const LogPolicy> logs) {
  auto read = parse_tlog_proof(proof);
  if (!read) {
    return untrusted(read.error().message);
  }
  const auto& head = read->checkpoint.head;
  const auto policy = std::find_if(logs.begin(), logs.end(), [&head](const LogPolicy& each) {
    return each.origin == head.origin;
  });
  if (policy == logs.end()) {
    return untrusted("a checkpoint of " + printable(head.origin, 80) +
                     ", which is no log that is trusted");
  }
  LogProof judged;
  judged.log = static_cast<std::size_t>(policy - logs.begin());
  judged.origin = head.origin;
  judged.index = read->index;
  judged.tree = head.tree;
  if (auto signers = check_signers(read->checkpoint, *policy, judged); !signers) {
    return std::move(signers).error();
  }
  if (auto within = check_entry(*read, entry); !within) {
    return std::move(within).error();
  }
  return judged;
}

Result<void> check_entry(const TlogProof& proof, const Sha256Digest& entry) {
  const auto& head = proof.checkpoint.head;
  const std::string data(entry.begin(), entry.end());
  auto within = check_inclusion(merkle_leaf(data), proof.index, proof.path, head.tree);
  return within ? std::move(within)
                : std::move(within).error().during("entry " + std::to_string(proof.index) + " of " +
                                                   printable(head.origin, 80));
}

std::size_t count_logs(std::span<const LogProof> proofs) {
  std::set<std::size_t> logs;
  for (const auto& proof : proofs) {
    logs.insert(proof.log);
  }
  return logs.size();
}

}  // namespace rackproof::seal
