#pragma once

#include <string>
#include <string_view>

#include "schemas/journal_proof.h"
#include "schemas/result.h"

namespace rackproof {

/// "rackproof-journal-proof/1".
[[nodiscard]] std::string encode_journal_proof(const JournalProof& proof);
/// Strict. Error{unsupported} for a newer format, Error{malformed} with the JSON path otherwise.
Result<JournalProof> decode_journal_proof(std::string_view bytes);

}  // namespace rackproof
