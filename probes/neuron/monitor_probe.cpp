#include "probes/neuron/monitor_probe.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "probes/factories.h"
#include "probes/machine/child_lines.h"
#include "probes/machine/output_file.h"
#include "probes/machine/scratch.h"
#include "probes/neuron/monitor_parse.h"
#include "probes/neuron/neuron_survey.h"
#include "probes/neuron/neuron_tools.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

constexpr auto kRuntimes = metrics::named("neuron_runtimes_count");
constexpr auto kPatience = std::chrono::milliseconds(4000);  ///< Two reports.
constexpr auto kPauseAfterEnd = std::chrono::seconds(30);

/// The tool as a child that goes on running.
class MonitorChild {
 public:
  explicit MonitorChild(const Clock& clock) : clock_(clock) {}

  Result<std::vector<std::string>> take(std::chrono::milliseconds patience) {
    if (!child_) {
      auto started = start();
      if (!started) {
        return std::move(started).error();
      }
    }
    auto lines = child_->take(patience);
    if (!lines) {
      child_.reset();
    }
    return lines;
  }

 private:
  Result<void> start() {
    const auto now = clock_.monotonic();
    if (started_at_ && now - *started_at_ < kPauseAfterEnd) {
      return Error{ErrorKind::io, "the child has ended and is not started again yet"};
    }
    started_at_ = now;
    const auto program = neuron::find_neuron_tool("neuron-monitor");
    if (!program) {
      return program.error();
    }
    auto scratch = ScratchDirectory::make_temporary();
    if (!scratch) {
      return std::move(scratch).error();
    }
    scratch_.emplace(std::move(scratch).value());
    const auto path = scratch_->path() + "/neuron-monitor.json";
    auto written = write_file(path, neuron_monitor_configuration(), 0600);
    if (!written) {
      return std::move(written).error();
    }
    auto command = neuron::neuron_tool_command({*program, "-c", path});
    command.output_limit = std::size_t{4} << 20;
    auto child = ChildLines::start(command);
    if (!child) {
      return std::move(child).error();
    }
    child_.emplace(std::move(child).value());
    return {};
  }

  const Clock& clock_;
  std::optional<std::chrono::nanoseconds> started_at_;
  std::optional<ScratchDirectory> scratch_;
  std::optional<ChildLines> child_;
};

class MonitorProbe final : public Probe {
 public:
  MonitorProbe(const Host& host, MonitorLines lines) : host_(host), lines_(std::move(lines)) {}

  [[nodiscard]] std::string_view name() const override { return "neuron_monitor"; }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return std::chrono::seconds(4);
  }
  [[nodiscard]] bool waits_for_others() const override { return true; }

  Result<Discovery> discover() override {
    const auto directories = neuron::find_devices(host_.files);
    if (!directories) {
      return directories.error().during("neuron_monitor");
    }
    auto source = find_source();
    if (!source) {
      return std::move(source).error();
    }
    Survey survey(host_, name());
    survey.add(the_node());
    fleet_ = neuron::survey_devices(survey, *directories, memories_);
    Discovery found;
    for (DeviceHandle i = 0; i <= last_of(fleet_); ++i) {
      found.devices.push_back(survey.device(i));
    }
    return found;  // what those devices lack is the other probe's to tell
  }

  Result<ProbeReading> read() override {
    auto lines = lines_(kPatience);
    if (!lines) {
      return std::move(lines).error().during("neuron-monitor");
    }
    if (lines->empty()) {
      return Error{ErrorKind::timed_out, "neuron-monitor: no report within 4 s"};
    }
    std::optional<neuron::MonitorReport> latest;
    std::optional<Error> why;
    for (const auto& line : *lines) {
      auto report = neuron::parse_monitor_line(line);
      if (!report) {
        why = report.error();
        continue;
      }
      count_rises(*report);
      latest = std::move(report).value();
    }
    if (!latest) {
      return *why;
    }
    return ProbeReading{samples_of(*latest), {}};
  }

 private:
  using Key = std::tuple<std::int64_t, const Metric*>;

  Result<void> find_source() {
    if (lines_) {
      return {};
    }
    if (!host_.files.is_this_machine()) {
      return Error{ErrorKind::not_observable,
                   "neuron_monitor: a captured tree has no running program"};
    }
    const auto program = neuron::find_neuron_tool("neuron-monitor");
    if (!program) {
      return program.error().during("neuron_monitor");
    }
    child_ = std::make_unique<MonitorChild>(host_.clock);
    lines_ = [this](std::chrono::milliseconds patience) { return child_->take(patience); };
    return {};
  }

  static DeviceHandle last_of(const neuron::Fleet& fleet) {
    DeviceHandle last = 0;
    for (const auto& device : fleet.devices) {
      last = std::max({last, device.handle, device.hbm});
      for (const auto core : device.cores) {
        last = std::max(last, core);
      }
    }
    return last;
  }

  void count_rises(neuron::MonitorReport& report) {
    for (auto& reading : report.readings) {
      auto* count = std::get_if<std::int64_t>(&reading.reading);
      if (reading.metric->kind == MetricKind::counter && count != nullptr) {
        *count = rises_[Key{reading.number, reading.metric}].add(*count);
      }
    }
  }

  [[nodiscard]] Samples samples_of(const neuron::MonitorReport& report) const {
    Samples samples;
    const auto now = host_.clock.now();
    samples.push_back({0, kRuntimes, now, report.runtimes});
    for (const auto& reading : report.readings) {
      const bool one_to_one =
          reading.scope != neuron::MonitorScope::core || report.logical_core_size == 1;
      for (const auto handle : devices_of_reading(reading)) {
        samples.push_back(
            {handle, reading.metric, now, one_to_one ? reading.reading : Reading(logical(report))});
      }
    }
    return samples;
  }

  static Error logical(const neuron::MonitorReport& report) {
    return Error{ErrorKind::unsupported, "the report counts logical cores of " +
                                             std::to_string(report.logical_core_size) +
                                             " physical ones"};
  }

  [[nodiscard]] std::vector<DeviceHandle> devices_of_reading(
      const neuron::MonitorReading& reading) const {
    std::vector<DeviceHandle> handles;
    if (reading.scope == neuron::MonitorScope::each_hbm) {
      std::ranges::transform(fleet_.devices, std::back_inserter(handles),
                             &neuron::NeuronDevice::hbm);
    } else if (const auto handle = device_of_reading(reading)) {
      handles.push_back(*handle);
    }
    return handles;
  }

  /// Nothing for a number that names no device of the driver's.
  [[nodiscard]] std::optional<DeviceHandle> device_of_reading(
      const neuron::MonitorReading& reading) const {
    if (reading.scope == neuron::MonitorScope::node) {
      return DeviceHandle{0};
    }
    auto left = reading.number;
    for (const auto& device : fleet_.devices) {
      const auto cores = static_cast<std::int64_t>(device.cores.size());
      if (reading.scope == neuron::MonitorScope::device && device.number == reading.number) {
        return device.handle;
      }
      if (reading.scope == neuron::MonitorScope::core && left < cores) {
        return device.cores[static_cast<std::size_t>(left)];
      }
      left -= cores;
    }
    return std::nullopt;
  }

  const Host& host_;
  MonitorLines lines_;
  std::unique_ptr<MonitorChild> child_;
  neuron::Fleet fleet_;
  neuron::DeviceMemories memories_;
  std::map<Key, neuron::RiseCounter> rises_;
};

}  // namespace

std::string neuron_monitor_configuration() {
  const auto type = [](const char* name) { return JsonObject().add("type", name).take(); };
  JsonArray metrics;
  for (const auto* name :
       {"neuroncore_counters", "memory_used", "neuron_runtime_vcpu_usage", "execution_stats"}) {
    metrics.add(type(name));
  }
  const auto runtime = JsonObject().add("tag_filter", ".*").add("metrics", metrics.take()).take();
  const auto counters = JsonObject().add("type", "neuron_hw_counters").add("period", "2s").take();
  return write_json(JsonObject()
                        .add("period", "2s")
                        .add("neuron_runtimes", JsonArray().add(runtime).take())
                        .add("system_metrics", JsonArray().add(counters).take())
                        .take());
}

std::unique_ptr<Probe> make_neuron_monitor_probe(const Host& host, MonitorLines lines) {
  return std::make_unique<MonitorProbe>(host, std::move(lines));
}

std::unique_ptr<Probe> make_neuron_monitor_probe(const Host& host) {
  return make_neuron_monitor_probe(host, {});
}

}  // namespace rackproof
