#include "probes/amdsmi/amdsmi_probe.h"

#include <string>
#include <utility>
#include <vector>

#include "probes/amdgpu/amdgpu_sockets.h"
#include "probes/amdsmi/amdsmi_event.h"
#include "probes/factories.h"
#include "probes/survey.h"

namespace rackproof {
namespace {

std::string_view remedy(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::unsupported:
      return "nothing is missing but what only amd-smi tells; a later release may know this "
             "version";
    case ErrorKind::denied:
      return "run as root, or as a user of the groups render and video";
    case ErrorKind::timed_out:
      return "look for amdgpu in the kernel log";
    default:
      return "";
  }
}

/// What sysfs lacks of AMD accelerators, through the vendor's management library, where there is
/// one; it is called in a child. Its devices are those of the amdgpu probe.
class AmdsmiProbe final : public Probe {
 public:
  AmdsmiProbe(const Host& host, AmdsmiOptions options, bool needs_this_machine)
      : host_(host),
        options_(std::move(options)),
        needs_this_machine_(needs_this_machine),
        client_(host.clock, options_.source) {}

  [[nodiscard]] std::string_view name() const override { return "amdsmi"; }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return std::chrono::seconds(5);
  }
  [[nodiscard]] bool waits_for_others() const override { return true; }

  Result<Discovery> discover() override {
    const auto addresses = addresses_of_sockets();
    if (!addresses) {
      return addresses.error().during(name());
    }
    if (addresses->empty()) {
      return Error{ErrorKind::absent, "amdsmi: no card of the amdgpu driver"};
    }
    if (needs_this_machine_ && !host_.files.is_this_machine()) {
      return Error{ErrorKind::not_observable, "amdsmi: a captured tree has no library to ask"};
    }
    const auto reply = client_.pass(options_.discovery_patience);
    if (reply.why && reply.why->kind == ErrorKind::absent) {
      return reply.why->during(name());  // it is optional
    }
    Survey survey(host_, name());
    if (reply.why) {
      survey.note("amd-smi", *reply.why, remedy(reply.why->kind));
    }
    fleet_.discover(*addresses, reply, survey);
    Attributes none;
    auto found = survey.finish(none);
    if (reply.system) {
      found.software.push_back({"amd_smi", reply.system->library});
    }
    return found;
  }

  Result<ProbeReading> read() override {
    const auto reply = client_.pass(options_.pass_patience);
    return fleet_.read(reply, host_.clock.now());
  }

 private:
  /// Those of the amdgpu probe, so that both mean the same devices.
  [[nodiscard]] Result<std::vector<std::string>> addresses_of_sockets() const {
    Survey survey(host_, name());
    const auto sockets = amdgpu::find_sockets(survey);
    if (!sockets) {
      return sockets.error();
    }
    std::vector<std::string> addresses;
    for (const auto& socket : *sockets) {
      const auto& address = survey.device(socket.handle).attributes.at("pci_address");
      if (!address.empty()) {
        addresses.push_back(address);
      }
    }
    return addresses;
  }

  const Host& host_;
  AmdsmiOptions options_;
  bool needs_this_machine_;
  vendor::Client client_;
  vendor::Fleet fleet_{amdsmi::kFleet};
};

}  // namespace

std::unique_ptr<Probe> make_amdsmi_probe(const Host& host, AmdsmiOptions options) {
  return std::make_unique<AmdsmiProbe>(host, std::move(options), false);
}

std::unique_ptr<Probe> make_amdsmi_probe(const Host& host) {
  AmdsmiOptions options;
  // Up to ROCm 6.3 the library takes locks that all processes share and that a child which is ended
  // would leave taken (third_party/shared_mutex/shared_mutex.cc; from 6.4 on it does not by
  // itself).
  options.source.environment = {"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C",
                                "RSMI_MUTEX_THREAD_ONLY=1"};
  return std::make_unique<AmdsmiProbe>(host, std::move(options), true);
}

}  // namespace rackproof
