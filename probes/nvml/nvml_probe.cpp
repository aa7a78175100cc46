#include "probes/nvml/nvml_probe.h"

#include <utility>

#include "probes/factories.h"
#include "probes/nvml/nvml_api.h"
#include "probes/nvml/nvml_bus.h"
#include "probes/nvml/nvml_fleet.h"
#include "probes/survey.h"

namespace rackproof {
namespace {

std::string_view remedy(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::absent:
      return "the driver is not loaded: load NVIDIA's kernel modules and install its library "
             "libnvidia-ml.so.1";
    case ErrorKind::denied:
      return "run as root, or as a user who may open /dev/nvidiactl";
    case ErrorKind::timed_out:
      return "look for Xid 79 in the kernel log, and whether nvidia-persistenced runs";
    case ErrorKind::unsupported:
      return "install library and kernel modules of one driver release, 450 or later";
    default:
      return "";
  }
}

/// NVIDIA accelerators through the vendor's management library, which is called in a child.
class NvmlProbe final : public Probe {
 public:
  NvmlProbe(const Host& host, NvmlOptions options, bool needs_this_machine)
      : host_(host),
        options_(std::move(options)),
        needs_this_machine_(needs_this_machine),
        client_(host.clock, options_.source) {}

  [[nodiscard]] std::string_view name() const override { return "nvml"; }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return std::chrono::seconds(2);
  }
  [[nodiscard]] bool waits_for_others() const override { return true; }

  Result<Discovery> discover() override {
    const auto functions = nvml::find_functions(host_.files);
    if (!functions) {
      return functions.error().during(name());
    }
    if (functions->empty()) {
      return Error{ErrorKind::absent, "nvml: no NVIDIA GPU on the PCI bus"};
    }
    if (needs_this_machine_ && !host_.files.is_this_machine()) {
      return Error{ErrorKind::not_observable, "nvml: a captured tree has no library to ask"};
    }
    const auto reply = client_.pass(options_.discovery_patience);
    Survey survey(host_, name());
    if (reply.why) {
      survey.note(options_.source.library, *reply.why, remedy(reply.why->kind));
    }
    fleet_.discover(*functions, reply, survey);
    if (reply.system) {
      note_lacking(*reply.system, survey);
    }
    Attributes none;
    auto found = survey.finish(none);
    if (reply.system) {
      found.software.push_back({"nvidia_driver", reply.system->driver});
      found.software.push_back({"nvml", reply.system->library});
    }
    return found;
  }

  Result<ProbeReading> read() override {
    const auto reply = client_.pass(options_.pass_patience);
    return fleet_.read(reply, host_.clock.now());
  }

 private:
  void note_lacking(const vendor::SystemReply& system, Survey& survey) const {
    if (system.lacking.empty()) {
      return;
    }
    std::string names;
    for (const auto& function : system.lacking) {
      names += (names.empty() ? "" : ", ") + function;
    }
    survey.note(options_.source.library,
                {ErrorKind::unsupported, "driver " + system.driver + " lacks " + names},
                "a later driver tells more");
  }

  const Host& host_;
  NvmlOptions options_;
  bool needs_this_machine_;
  vendor::Client client_;
  vendor::Fleet fleet_{nvml::kFleet};
};

}  // namespace

std::unique_ptr<Probe> make_nvml_probe(const Host& host, NvmlOptions options) {
  return std::make_unique<NvmlProbe>(host, std::move(options), false);
}

std::unique_ptr<Probe> make_nvml_probe(const Host& host) {
  NvmlOptions options;
  options.source.library = nvml::kLibraryName;
  options.source.environment = {"PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C"};
  return std::make_unique<NvmlProbe>(host, std::move(options), true);
}

}  // namespace rackproof
