#include "probes/neuron/neuron_probe.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/machine/open_file_limit.h"
#include "probes/neuron/neuron_ecc.h"
#include "probes/neuron/neuron_health.h"
#include "probes/neuron/neuron_links.h"
#include "probes/neuron/neuron_node.h"
#include "probes/neuron/neuron_power.h"
#include "probes/neuron/neuron_survey.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr auto kPresent = metrics::named("device_present");
constexpr auto kUsed = metrics::named("hbm_used_bytes");

constexpr std::size_t kShareOfLimit = 2;  ///< Half of the open files are left to everybody else.

/// AWS Trainium and Inferentia through their driver's files. Everything is opened read-only: a
/// write to a counter file, of anything, clears it. The files stay open from pass to pass, for on a
/// node of 16 devices they are thousands.
class NeuronProbe final : public Probe {
 public:
  NeuronProbe(const Host& host, neuron::LsReader tool) : host_(host), tool_(std::move(tool)) {}

  [[nodiscard]] std::string_view name() const override { return "neuron"; }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return std::chrono::seconds(2);
  }

  Result<Discovery> discover() override {
    const auto directories = neuron::find_devices(host_.files);
    if (!directories) {
      return directories.error().during("neuron");
    }
    Survey survey(host_, name());
    const auto fell_back = groups_.fell_back;
    groups_ = neuron::survey_node(survey);
    groups_.fell_back = fell_back;
    fleet_ = neuron::survey_devices(survey, *directories, memories_, ask_tool(survey));
    auto found = survey.finish(fleet_.plain);
    keep_files(found);
    return found;
  }

  Result<ProbeReading> read() override {
    if (!files_) {
      return Error{ErrorKind::absent, "neuron: no device was found"};
    }
    ProbeReading reading;
    reading.samples.reserve(samples_);
    plain_.read(*files_, host_.clock, reading.samples);
    add_memory_in_use(reading.samples);
    filled_.read(*files_, host_.clock, reading.samples);
    for (const auto& device : fleet_.devices) {
      read_device(device, reading);
    }
    const auto now = host_.clock.now();
    for (const auto& missing : fleet_.missing) {
      reading.samples.push_back({missing.device, missing.metric, now, missing.why});
    }
    neuron::read_node(host_, groups_, reading);
    for (auto& event : reading.events) {
      event.sequence = ++events_;
    }
    samples_ = reading.samples.size();
    return reading;
  }

 private:
  neuron::LsDevices ask_tool(Survey& survey) const {
    if (!tool_) {
      return {};
    }
    const auto printed = tool_();
    auto devices =
        printed ? neuron::parse_neuron_ls(*printed) : Result<neuron::LsDevices>(printed.error());
    if (!devices) {
      survey.note("neuron-ls", devices.error(), "install aws-neuronx-tools");
      return {};
    }
    return std::move(devices).value();
  }

  void keep_files(Discovery& found) {
    const auto most = open_file_limit() / kShareOfLimit;
    files_.emplace(host_.files, most);
    plain_ = AttributeReader(std::move(fleet_.plain), *files_);
    filled_ = AttributeReader(std::move(fleet_.filled), *files_);
    const auto wanted = plain_.size() + filled_.size();
    if (wanted > most && host_.files.is_this_machine()) {
      found.unreadable.push_back(
          {std::string(name()), "open files",
           Error{ErrorKind::out_of_range,
                 std::to_string(wanted) + " files are read on each pass and only " +
                     std::to_string(most) +
                     " may stay open; the others are opened anew each time, which costs time and "
                     "no reading"},
           "raise the limit of open files (ulimit -Hn) above " +
               std::to_string(kShareOfLimit * wanted)});
    }
  }

  void read_device(const neuron::NeuronDevice& device, ProbeReading& reading) {
    auto& memory = memories_[device.number];
    const std::int64_t present = host_.files.exists(device.directory) ? 1 : 0;
    reading.samples.push_back({device.handle, kPresent, host_.clock.now(), present});
    const neuron::Source source{*files_, host_.clock};
    neuron::read_ecc(source, device, memory, reading);
    neuron::read_power(source, device, reading.samples);
    neuron::read_health(source, device, memory, reading);
    neuron::read_links(source, device, reading.samples);
  }

  /// The driver counts by core; the memory is the device's.
  void add_memory_in_use(Samples& samples) const {
    std::map<DeviceHandle, Reading> by_core;
    for (const auto& sample : samples) {
      if (sample.metric == kUsed) {
        by_core[sample.device] = sample.reading;
      }
    }
    const auto now = host_.clock.now();
    for (const auto& device : fleet_.devices) {
      if (!by_core.empty() && !device.cores.empty()) {
        samples.push_back({device.hbm, kUsed, now, sum_of(device, by_core)});
      }
    }
  }

  static Reading sum_of(const neuron::NeuronDevice& device,
                        const std::map<DeviceHandle, Reading>& by_core) {
    std::int64_t sum = 0;
    for (const auto core : device.cores) {
      const auto found = by_core.find(core);
      if (found == by_core.end()) {
        return Error{ErrorKind::unsupported, "not every core of the device says what it uses"};
      }
      const auto* bytes = std::get_if<std::int64_t>(&found->second);
      if (bytes == nullptr) {
        return found->second;
      }
      if (__builtin_add_overflow(sum, *bytes, &sum)) {
        return Error{ErrorKind::out_of_range, "the cores' memory adds up to more than 63 bits"};
      }
    }
    return sum;
  }

  const Host& host_;
  neuron::LsReader tool_;  ///< Empty over a captured tree.
  neuron::Fleet fleet_;
  std::optional<KeptFiles> files_;  ///< Since the last discovery.
  AttributeReader plain_;
  AttributeReader filled_;
  std::size_t samples_ = 0;  ///< Of the last pass.
  neuron::NodeGroups groups_;
  neuron::DeviceMemories memories_;
  std::uint64_t events_ = 0;
};

}  // namespace

std::unique_ptr<Probe> make_neuron_probe(const Host& host) {
  const bool here = host.files.is_this_machine();
  return make_neuron_probe(host, here ? neuron::LsReader(neuron::run_neuron_ls) : nullptr);
}

std::unique_ptr<Probe> make_neuron_probe(const Host& host, neuron::LsReader tool) {
  return std::make_unique<NeuronProbe>(host, std::move(tool));
}

}  // namespace rackproof
