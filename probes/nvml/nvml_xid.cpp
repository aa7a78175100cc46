#include "probes/nvml/nvml_xid.h"

#include <algorithm>
#include <array>
#include <string>

#include "schemas/catalogue.h"

namespace rackproof::nvml {
namespace {

// Immediate actions of NVIDIA's Xid catalogue (docs.nvidia.com/deploy/xid-errors, as of
// 2025-10-29): reset the GPU or restart the machine...
constexpr std::array<std::int64_t, 15> kCritical{46,  62,  64,  79,  95,  109, 110, 119,
                                                 120, 136, 140, 143, 155, 156, 158};
// ...restart the application, or follow what came with it (45, 154)...
constexpr std::array<std::int64_t, 50> kWarning{
    8,   11,  13,  25,  31,  32,  39,  40,  41,  45,  60,  68,  69,  70,  71,  72,  75,
    76,  77,  80,  82,  83,  84,  85,  86,  88,  89,  94,  96,  97,  98,  99,  100, 101,
    102, 103, 104, 105, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 139, 154};
// ...and ignore; 106 and 107 are test messages. All others: contact support, check the hardware.
constexpr std::array<std::int64_t, 21> kInfo{14,  37,  38,  43,  44,  63,  66,  67,  92,  93, 106,
                                             107, 108, 121, 137, 141, 152, 153, 157, 160, 161};

bool is_test_message(std::int64_t xid) {
  return xid == 106 || xid == 107;
}

}  // namespace

Severity severity_of_xid(std::int64_t xid) {
  if (std::ranges::find(kCritical, xid) != kCritical.end()) {
    return Severity::critical;
  }
  if (std::ranges::find(kWarning, xid) != kWarning.end()) {
    return Severity::warning;
  }
  return std::ranges::find(kInfo, xid) != kInfo.end() ? Severity::info : Severity::error;
}

vendor::Meaning meaning_of_xid(std::int64_t xid) {
  constexpr auto kXids = metrics::named("nvidia_xid_total");
  const auto name = std::to_string(xid);
  return {"xid_" + name, severity_of_xid(xid), "Xid " + name,
          is_test_message(xid) ? nullptr : kXids};
}

}  // namespace rackproof::nvml
