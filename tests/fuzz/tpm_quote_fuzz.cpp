// Whatever parses as a quote holds no more than a TPM can say, whatever parses as a TPM's signature
// is one in DER, and with a key that is none nothing is believed.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/seal/ecdsa_signature.h"
#include "reports/seal/gpu_report.h"
#include "reports/seal/tpm_quote.h"

using namespace rackproof;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto quote = seal::parse_tpm_quote(bytes)) {
    require(size <= seal::kMostQuoteBytes);
    require(quote->extra_data.size() < size && quote->pcr_digest.size() < size);
    require(quote->selections.size() <= 16);
    for (const auto& selection : quote->selections) {
      require(selection.pcrs.size() <= 32);
    }
  }
  if (const auto der = seal::tpm_signature_der(bytes)) {
    require(seal::check_p256_der(*der).has_value());
  }
  require(!seal::check_tpm_quote({bytes, bytes, bytes, bytes}, bytes));
  static_cast<void>(seal::check_gpu_report(bytes, bytes.substr(0, size / 2)));
  return 0;
}
