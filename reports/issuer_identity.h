#pragma once

#include <string>
#include <vector>

#include "reports/seal/certificate_chain.h"
#include "reports/seal/trust.h"

/// Who is one issuer and who another. The name that a report or a list gives itself tells nothing:
/// whoever may sign can write any. What counts is who signed, as the verifier's owner knows them.
namespace rackproof {

/// By what a signer is known: its key; the subject of its certificate under the root that it was
/// believed by; the issuer that the trust file calls it. Two signers are of one issuer where they
/// share one of these.
using IssuerMarks = std::vector<std::string>;

/// Of a key that the trust file names.
[[nodiscard]] IssuerMarks marks_of(const seal::TrustedKey& entry);

/// Of a key that `chain` (leaf first, root last) vouches for; `issuer` is what the trust file calls
/// those under its authority, "" = nothing.
[[nodiscard]] IssuerMarks marks_of(const seal::PublicKey& key, const seal::Chain& chain,
                                   const std::string& issuer);

/// Nobody is of the issuer of nobody.
[[nodiscard]] bool same_issuer(const IssuerMarks& one, const IssuerMarks& other);

/// `all` with those of `more` that it lacks.
void add_marks(IssuerMarks& all, const IssuerMarks& more);

}  // namespace rackproof
