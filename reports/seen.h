#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/report_ledger.h"
#include "reports/trust_policy.h"
#include "schemas/result.h"

/// What a verifier has seen before, in a file that its owner names: the memory without which an old
/// trust file is as good as the newest, and so is an old report. Nothing is looked for anywhere
/// else.
namespace rackproof {

/// The newest edition of one trust file.
struct SeenTrust {
  std::string name;    ///< TrustPolicy::name.
  int sequence = 0;    ///< The highest so far.
  std::string digest;  ///< SHA-256 of that edition, hex.

  bool operator==(const SeenTrust&) const = default;
};

struct Seen {
  std::vector<SeenTrust> trust = {};      ///< Names unique.
  std::vector<KnownReport> reports = {};  ///< Genuine ones; digests unique.
};

/// Format "rackproof-seen/1". Error{malformed} for anything else.
Result<Seen> decode_seen(std::string_view text);
[[nodiscard]] std::string encode_seen(const Seen& seen);

/// Notes that `trust` is used. Error{untrusted} where a higher sequence of the same name was seen
/// before, or the same sequence with other bytes, or where the file says no sequence at all.
Result<void> note_trust(Seen& seen, const TrustPolicy& trust);

/// Notes a report that verified; one that is noted already stays once.
void note_report(Seen& seen, const KnownReport& report);

/// What the file `path` holds; nothing was seen yet where there is none.
Result<Seen> read_seen(const std::string& path);
/// Writes it whole, by temporary file and rename.
Result<void> write_seen(const std::string& path, const Seen& seen);

}  // namespace rackproof
