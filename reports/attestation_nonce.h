#pragma once

#include <string>
#include <string_view>

#include "schemas/run_record.h"

namespace rackproof {

/// What parts are asked to sign at the end of a run: SHA-256 (32 raw bytes) over five lines, each
/// with a newline at its end: "rackproof.org/attestation-nonce/v1"; the run's id; the size of its
/// journal; the journal's root hash, "" where none was kept; `inventory_sha256`, the digest of
/// inventory.json. A journal's root stands for every reading of the run, so that an answer is of
/// this run and was given after it.
[[nodiscard]] std::string attestation_nonce(const RunRecord& record,
                                            std::string_view inventory_sha256);

}  // namespace rackproof
