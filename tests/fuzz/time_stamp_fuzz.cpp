// Whatever bytes are taken for a time stamp, a TimeStampReq or revocations, nothing of them is
// believed: the root here signed nothing, so a stamp that verifies is a forgery.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reports/seal/time_stamp.h"

using namespace rackproof;

namespace {

// Self-signed, P-256, CN=fuzz; its key is thrown away.
constexpr const char* kRoot = R"(-----BEGIN CERTIFICATE-----
MIIBdjCCARugAwIBAgIUCFv2okJPjditre969DbvEsDEIH4wCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEZnV6ejAgFw0yNjExMjIwMjE0MDBaGA8yMTI2MTAyOTAyMTQw
MFowDzENMAsGA1UEAwwEZnV6ejBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJqZ
k9ylSR6gc1f8hgirhFXScR+F3oy/h06Cu/def89iEVlCRmExXxo6GBGWT6f/Qqzv
dCf/tjd9Gp0LmdnG2mujUzBRMB0GA1UdDgQWBBTY8zitWhnVd/3vlKLvaFJ224hM
9zAfBgNVHSMEGDAWgBTY8zitWhnVd/3vlKLvaFJ224hM9zAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0kAMEYCIQDtSNt8YctvrbogW4LuZuf8RyZWi8p5KORv
Rvaw/SY1yAIhAP2CGcirO/gpr1ZV3pnKRdsaUXG2vUhnn2Ryj0KnKF7S
-----END CERTIFICATE-----
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const seal::TimeStamper stamper{"fuzz", kRoot, {}, {}, false, {}, {}};
  if (!seal::check_time_stamper(stamper)) {
    std::abort();
  }
  // The corpus stamps these bytes, so that mutations get past the imprint.
  if (seal::verify_time_stamp({bytes, "abc", {}, {}}, stamper)) {
    std::abort();
  }
  static_cast<void>(seal::read_time_stamp({bytes, "abc", bytes, {}}));
  static_cast<void>(seal::verify_time_stamp({bytes, "abc", {}, bytes}, stamper));
  return 0;
}
