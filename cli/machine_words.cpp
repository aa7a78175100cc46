#include "cli/machine_words.h"

#include "cli/columns.h"
#include "schemas/encoding.h"

namespace rackproof {

std::string why_not(const OneReading& reading) {
  std::string out;
  for (const auto& entry : reading.inventory.unreadable) {
    out += fit(printable(entry.probe + ": " + entry.what), kColumns) + "\n";
    out += wrapped(
        printable(std::string(to_string(entry.why.kind)) + ": " + entry.why.message, 1000), "    ");
    if (!entry.remedy.empty()) {
      out += wrapped("to read it: " + printable(entry.remedy), "    ");
    }
  }
  for (const auto& probe : reading.probes) {
    if (!probe.last_failure.empty() && probe.passes > 0) {
      out += wrapped(printable(probe.name + ": " + probe.last_failure, 1000), "");
    }
  }
  return out.empty() ? "Everything that was looked for could be read.\n" : out;
}

std::string headline(const OneReading& reading, const std::string& root) {
  const auto& machine = reading.inventory;
  std::string line = machine.hostname.empty() ? "unnamed machine" : machine.hostname;
  if (!machine.machine.empty()) {
    line += ", " + machine.machine;
  }
  line += machine.bare_metal() ? ", bare metal" : ", virtual (" + machine.hypervisor + ")";
  auto out = wrapped(printable(line), "");
  if (machine.simulated) {
    out += wrapped("SIMULATED: read from " + printable(root) + ", not from this machine", "");
  }
  return out;
}

}  // namespace rackproof
