#pragma once

#include <string>
#include <vector>

#include "reports/seal/trust.h"
#include "schemas/journal_proof.h"
#include "schemas/result.h"

namespace rackproof {

/// What was asked on the command line of `rackproof proof make`: a step or a sample, not both.
struct ProofRequest {
  std::string bundle;
  std::string step;                 ///< Phase whose last attempt is shown; "" = a sample.
  std::vector<std::string> sample;  ///< Device, metric, time; empty = a step.
};

/// One step or reading of the bundle, provable by itself. Error{absent} where no journal was kept
/// of the run, or it does not tell of what is asked; Error{malformed} for a time that is none.
Result<JournalProof> make_proof(const ProofRequest& request);

/// Of `rackproof proof check`. Either `trust` or `key` is given.
struct ProofQuestion {
  std::string proof;   ///< File that `proof make` wrote.
  std::string record;  ///< run-record.dsse.json of its run.
  std::string trust;   ///< Trust file; "" = `key` says whom to believe.
  std::string key;     ///< One public key, for both roles.
};

/// Whom the question says to believe.
Result<seal::Trust> trust_of(const ProofQuestion& question);

/// What the proof shows, and where in the journal: two lines, if somebody whom `trust` holds for a
/// collector sealed the record and its journal holds what is shown. Error{untrusted} otherwise.
Result<std::string> shown_by_proof(const ProofQuestion& question, const seal::Trust& trust);

}  // namespace rackproof
