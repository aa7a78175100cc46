// A list of reports that still hold: what is read is written and read again the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "schemas/json/redaction_json.h"
#include "schemas/json/status_json.h"

using namespace rackproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto list = decode_status_list(bytes)) {
    const auto again = decode_status_list(encode_status_list(*list));
    if (!again || !(*again == *list)) {
      std::abort();
    }
  }
  if (const auto redactions = decode_redactions(bytes)) {
    const auto again = decode_redactions(encode_redactions(*redactions));
    if (!again || !(*again == *redactions)) {
      std::abort();
    }
  }
  return 0;
}
