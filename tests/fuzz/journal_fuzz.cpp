// What reads as a journal has a tree of as many lines; what reads as checkpoints was wholly read;
// and no proof shows anything by a record that names no journal.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/journal_check.h"
#include "reports/journal_proof.h"
#include "schemas/journal_checkpoints.h"
#include "schemas/json/journal_json.h"
#include "schemas/json/journal_proof_json.h"
#include "schemas/text.h"

using namespace rackproof;

namespace {

/// As many lines as follow one another.
std::uint64_t lines_read(std::string_view bytes) {
  JournalEnd end;
  std::uint64_t count = 0;
  for (const auto line : lines(bytes)) {
    if (!decode_journal_line(line, end)) {
      break;
    }
    ++count;
  }
  return end.tree.size() == count ? count : std::uint64_t{0} - 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto checkpoints = read_journal_checkpoints(bytes);
  const auto proof = decode_journal_proof(bytes);
  if (lines_read(bytes) + 1 == 0 || (checkpoints && checkpoints->whole_bytes > size) ||
      (proof && check_proof(*proof, RunRecord()))) {
    std::abort();
  }
  RunRecord record;
  record.run_id = "run-1";
  record.journal.origin = journal_origin(record.run_id);
  if (judge_journal({bytes, bytes}, record, {})) {
    std::abort();
  }
  return 0;
}
