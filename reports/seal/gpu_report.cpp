#include "reports/seal/gpu_report.h"

#include <cstddef>
#include <cstdint>

#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

constexpr std::uint8_t kMajorVersion = 1;
constexpr std::uint8_t kGetMeasurements = 0xe0;
constexpr std::size_t kNonceAt = 4;
constexpr std::size_t kNonceBytes = 32;

}  // namespace

Result<void> check_gpu_report(std::string_view report, std::string_view nonce) {
  if (report.size() < kNonceAt + kNonceBytes ||
      static_cast<std::uint8_t>(report[0]) >> 4U != kMajorVersion ||
      static_cast<std::uint8_t>(report[1]) != kGetMeasurements) {
    return Error{ErrorKind::untrusted, "does not begin with a question for measurements"};
  }
  const auto asked = report.substr(kNonceAt, kNonceBytes);
  return asked == nonce
             ? Result<void>()
             : Error{ErrorKind::untrusted, "made for another nonce (" + to_hex(asked) +
                                               ") than that of this run (" + to_hex(nonce) + ")"};
}

}  // namespace rackproof::seal
