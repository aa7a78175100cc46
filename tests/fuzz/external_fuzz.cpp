// A run of another tool that is taken in says PASS only where no diagnosis of it says FAIL, its
// summary comes out the same twice, and cutting its last line off is always seen.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/external_run.h"

using namespace rackproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto read = read_external_run("ocptv/x.jsonl", bytes);
  if (!read) {
    if (!read.error().message.starts_with("line ")) {
      std::abort();
    }
    return 0;
  }
  const auto again = read_external_run("ocptv/x.jsonl", bytes);
  const bool hidden = read->result == "PASS" && read->failed_count > 0;
  const auto body = bytes.substr(0, bytes.size() - 1);
  const auto last = body.rfind('\n');
  const bool shorter =
      last != std::string_view::npos && read_external_run("ocptv/x.jsonl", bytes.substr(0, last));
  if (!again || *again != *read || hidden || shorter || external_title(*read).empty()) {
    std::abort();
  }
  return 0;
}
