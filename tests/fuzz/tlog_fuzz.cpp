// Whatever parses as a log proof, a checkpoint or a tree head has one spelling of its head, and
// with no log trusted nothing is believed.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/seal/tlog_proof.h"
#include "schemas/tree_head.h"

using namespace rackproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (seal::judge_log_proof(bytes, sha256("entry"), {})) {
    std::abort();
  }
  const auto checkpoint = seal::parse_checkpoint(bytes);
  if (checkpoint && encode_tree_head(checkpoint->head) != checkpoint->note.text) {
    std::abort();
  }
  const auto key = seal::parse_note_key(bytes);
  if (key && seal::parse_note_key(key->text())->id != key->id) {
    std::abort();
  }
  static_cast<void>(seal::parse_tlog_proof(bytes));
  return 0;
}
