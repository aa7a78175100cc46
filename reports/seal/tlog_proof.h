#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/checkpoint.h"
#include "reports/seal/trust.h"
#include "schemas/merkle.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// Proof, without asking anybody, that something was entered in a log (C2SP/C2SP: tlog-proof.md),
/// and which logs are believed. The entry of a report is the 32 bytes of the SHA-256 of its sealed
/// file, so that a log that others read learns nothing of the report.
namespace rackproof::seal {

inline constexpr std::string_view kTlogProofHead = "c2sp.org/tlog-proof@v1";

struct TlogProof {
  std::optional<std::string> extra;  ///< Decoded. Nobody signed it: it is never used.
  std::uint64_t index = 0;
  MerkleProof path;
  Checkpoint checkpoint;
};

/// Error{malformed} with its line for anything but the format; at most 64 hashes, for no tree needs
/// more. Believes nobody.
Result<TlogProof> parse_tlog_proof(std::string_view bytes);

/// `checkpoint` is a signed checkpoint as it is.
[[nodiscard]] std::string encode_tlog_proof(std::uint64_t index, const MerkleProof& path,
                                            std::string_view checkpoint);

/// One log that the verifier's owner believes, and how many of which witnesses must have seen it.
struct LogPolicy {
  NoteKey log;
  std::string origin;  ///< First line of its checkpoints.
  std::vector<NoteKey> witnesses;
  std::size_t quorum = 0;  ///< Of the witnesses; 0 = the log alone is enough.
  Window window = {};      ///< When log and witnesses are trusted.
};

/// A log as a trust file spells it: verifier keys as text.
struct LogPolicyText {
  std::string key;
  std::string origin;  ///< "" = the key's name.
  std::vector<std::string> witnesses;
  std::int64_t quorum = 0;
};

/// Error{malformed}: a key of another type than a log's or a witness's, one key twice, a quorum
/// that cannot be met.
Result<LogPolicy> read_log_policy(const LogPolicyText& text);
/// The same key, or the same origin, for two logs is Error{malformed}.
Result<void> check_distinct(std::span<const LogPolicy> logs);

/// What a proof that holds says.
struct LogProof {
  std::size_t log = 0;  ///< Index into the logs that were asked for.
  std::string origin;
  std::uint64_t index = 0;
  MerkleHead tree;
  std::size_t witnesses = 0;            ///< That cosigned and are believed.
  std::optional<UtcTime> witnessed_at;  ///< By then as many as the quorum had; none = quorum 0.
};

/// Whether `proof` shows that the digest `entry` is in one of `logs`. Error{untrusted} says what is
/// wrong: a log that nobody trusts, no signature of the log, too few witnesses, another entry.
Result<LogProof> judge_log_proof(std::string_view proof, const Sha256Digest& entry,
                                 std::span<const LogPolicy> logs);

/// Whether the tree of the proof's checkpoint holds `entry` where the proof says: no more than that
/// the proof is about it. Error{untrusted}; believes nobody.
Result<void> check_entry(const TlogProof& proof, const Sha256Digest& entry);

/// How many logs stand behind `proofs`: two proofs by one log are one.
[[nodiscard]] std::size_t count_logs(std::span<const LogProof> proofs);

}  // namespace rackproof::seal
