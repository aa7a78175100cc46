// Whatever is opened as an envelope was signed: with no key trusted nothing opens, and what parses
// has one payload in one spelling and one to sixteen signatures.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/seal/envelope.h"
#include "schemas/encoding.h"

using namespace rackproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (seal::open(bytes, seal::Trust(), seal::Role::collector)) {
    std::abort();
  }
  const auto envelope = seal::parse_envelope(bytes);
  if (!envelope) {
    return 0;
  }
  const auto again = from_base64(to_base64(envelope->payload));
  if (!again || *again != envelope->payload || envelope->signatures.empty() ||
      envelope->signatures.size() > seal::kMaxSignatures) {
    std::abort();
  }
  return 0;
}
