#include <string>
#include <utility>
#include <vector>

#include "probes/amdgpu/amdgpu_parts.h"
#include "probes/amdgpu/amdgpu_ras.h"
#include "probes/amdgpu/amdgpu_sensors.h"
#include "probes/amdgpu/amdgpu_sockets.h"
#include "probes/amdgpu/amdgpu_table.h"
#include "probes/factories.h"
#include "probes/survey.h"

namespace rackproof {
namespace {

/// AMD accelerators as the amdgpu driver shows them in sysfs, without a library of the vendor.
class AmdgpuProbe final : public Probe {
 public:
  explicit AmdgpuProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "amdgpu"; }

  Result<Discovery> discover() override {
    sources_.clear();
    Survey survey(host_, name());
    const auto sockets = amdgpu::find_sockets(survey);
    if (!sockets) {
      return sockets.error().during(name());
    }
    for (const auto& socket : *sockets) {
      add_socket(survey, socket);
    }
    auto found = survey.finish(attributes_);
    if (found.devices.empty() && found.unreadable.empty()) {
      return Error{ErrorKind::absent, "amdgpu: no card of this driver"};
    }
    return found;
  }

  Result<ProbeReading> read() override {
    auto samples = read_attributes(host_, attributes_);
    for (auto& source : sources_) {
      source.ras.read(host_, samples);
      source.table.read(host_, samples);
    }
    return ProbeReading{std::move(samples), {}};
  }

 private:
  struct Source {
    amdgpu::RasReader ras;
    amdgpu::TableReader table;
  };

  /// The files of one number first: gpu_metrics fills what they leave.
  void add_socket(Survey& survey, const amdgpu::Socket& socket) {
    amdgpu::Parts parts(survey, socket.handle);
    amdgpu::add_sensors(parts, socket.directory);
    amdgpu::add_numbers(parts, socket.directory);
    auto& source = sources_.emplace_back();
    source.ras.discover(host_, parts, socket.directory);
    source.table.discover(host_, parts, socket.directory + "/gpu_metrics");
  }

  const Host& host_;
  Attributes attributes_;
  std::vector<Source> sources_;
};

}  // namespace

std::unique_ptr<Probe> make_amdgpu_probe(const Host& host) {
  return std::make_unique<AmdgpuProbe>(host);
}

}  // namespace rackproof
