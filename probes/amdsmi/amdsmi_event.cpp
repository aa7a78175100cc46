#include "probes/amdsmi/amdsmi_event.h"

#include <string>

#include "probes/amdsmi/amdsmi_facts.h"

namespace rackproof::amdsmi {
namespace {

constexpr std::uint64_t kVmFault = 1;
constexpr std::uint64_t kThermalThrottle = 2;
constexpr std::uint64_t kBeforeReset = 3;
constexpr std::uint64_t kAfterReset = 4;

}  // namespace

vendor::Meaning meaning_of_event(std::int64_t number) {
  switch (number) {
    case kVmFault:
      return {"vm_fault", Severity::warning, "Memory fault of a program", kEventCounters[0]};
    case kThermalThrottle:
      return {"thermal_throttle", Severity::warning, "Throttled for heat", kEventCounters[1]};
    case kBeforeReset:
      return {"gpu_reset_begun", Severity::error, "Reset begun", kEventCounters[2]};
    case kAfterReset:
      return {"gpu_reset_done", Severity::info, "Reset done", nullptr};
    default:
      return {"event_" + std::to_string(number), Severity::info, "Event " + std::to_string(number),
              nullptr};
  }
}

std::optional<RawEvent> event_in(const EventLayout& layout, std::string_view bytes) {
  const auto number = number_at(bytes, layout.number);
  if (number < kVmFault || number > kAfterReset) {
    return std::nullopt;
  }
  return RawEvent{number_at(bytes, layout.processor), static_cast<std::int64_t>(number),
                  text_at(bytes, layout.message)};
}

}  // namespace rackproof::amdsmi
