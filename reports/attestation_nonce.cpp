#include "reports/attestation_nonce.h"

#include "schemas/digest.h"

namespace rackproof {

std::string attestation_nonce(const RunRecord& record, std::string_view inventory_sha256) {
  std::string text = "rackproof.org/attestation-nonce/v1\n";
  text += record.run_id + "\n";
  text += std::to_string(record.journal.size) + "\n";
  text += record.journal.root_hash + "\n";
  text += std::string(inventory_sha256) + "\n";
  const auto digest = sha256(text);
  return {digest.begin(), digest.end()};
}

}  // namespace rackproof
