#pragma once

#include <functional>
#include <string>
#include <vector>

#include "reports/report_ledger.h"
#include "reports/status_list.h"
#include "reports/trust_policy.h"
#include "schemas/result.h"

/// What a verifier has seen before, in a file that its owner names: the memory without which an old
/// trust file is as good as the newest, and so is an old report or status list. Nothing is looked
/// for anywhere else.
namespace rackproof {

/// The newest edition of one trust file.
struct SeenTrust {
  std::string name;    ///< TrustPolicy::name.
  int sequence = 0;    ///< The highest so far.
  std::string digest;  ///< SHA-256 of that edition, hex.

  bool operator==(const SeenTrust&) const = default;
};

struct Seen {
  std::vector<SeenTrust> trust = {};        ///< Names unique.
  std::vector<KnownReport> reports = {};    ///< Genuine ones; digests unique.
  std::vector<KnownEdition> editions = {};  ///< The newest of each list (of_one_list()).

  bool operator==(const Seen&) const = default;
};

/// Notes that `trust` is used. Error{untrusted} where a higher sequence of the same name was seen
/// before, or the same sequence with other bytes, or where the file says no sequence at all.
Result<void> note_trust(Seen& seen, const TrustPolicy& trust);

/// Notes a report that verified; one that is noted already stays once.
void note_report(Seen& seen, const KnownReport& report);

/// Notes an edition that was heard; one that is older than what is noted, or another of the same
/// sequence, changes nothing.
void note_edition(Seen& seen, const KnownEdition& edition);

/// What the file `path` holds; nothing was seen yet where there is none.
Result<Seen> read_seen(const std::string& path);

/// Adds to a memory; called again, on what another process has left meanwhile, it does the same.
using Learning = std::function<Result<void>(Seen&)>;

/// Lets `learn` add to what the file holds, and writes it whole (temporary file and rename) where
/// that changed anything. Of several processes none loses what another learned: they write one
/// after the other, under a lock on PATH.lock. An error of `learn` is passed on, nothing is
/// written.
Result<void> update_seen(const std::string& path, const Learning& learn);

}  // namespace rackproof
