// A memory of what was seen that is read comes out of its encoder as bytes that are read as the
// same memory; and noting what is in it changes nothing.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/seen_json.h"

using namespace rackproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto seen = decode_seen(bytes);
  if (!seen) {
    return 0;
  }
  const auto again = decode_seen(encode_seen(*seen));
  if (!again || !(*again == *seen)) {
    std::abort();
  }
  auto noted = *seen;
  for (const auto& edition : seen->editions) {
    note_edition(noted, edition);
  }
  if (!(noted == *seen)) {
    std::abort();
  }
  return 0;
}
