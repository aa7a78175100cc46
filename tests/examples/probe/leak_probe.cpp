#include <string>
#include <utility>

#include "probes/factories.h"
#include "probes/leak/leak_parse.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr std::string_view kClassDir = "/sys/class/leak";
constexpr auto kWetness = metrics::named("leak_wetness_ratio");

/// Leak ropes below manifolds and in drip trays.
class LeakProbe final : public Probe {
 public:
  explicit LeakProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "leak"; }

  Result<Discovery> discover() override {
    const auto ropes = host_.files.list(kClassDir);
    if (!ropes) {
      return ropes.error().during("leak");
    }
    Survey survey(host_, name());
    for (const auto& rope : *ropes) {
      add_rope(survey, std::string(kClassDir) + "/" + rope);
    }
    return survey.finish(attributes_);
  }

  Result<ProbeReading> read() override {
    return ProbeReading{read_attributes(host_, attributes_), {}};
  }

 private:
  /// ropeN is an enumeration; where the rope lies is what stays.
  static void add_rope(Survey& survey, const std::string& directory) {
    Device device;
    device.kind = DeviceKind::sensor;
    device.parent = kNodeId;
    device.position = survey.text(directory + "/place");
    device.id = "node/leak:" + device.position;
    const auto handle = survey.add(std::move(device));
    survey.watch(handle, kWetness, directory + "/wetness", leak::parse_wetness);
  }

  const Host& host_;
  Attributes attributes_;
};

}  // namespace

std::unique_ptr<Probe> make_leak_probe(const Host& host) {
  return std::make_unique<LeakProbe>(host);
}

}  // namespace rackproof
