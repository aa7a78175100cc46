#include "probes/sinks/openmetrics.h"

#include <map>
#include <string_view>
#include <vector>

#include "probes/sinks/exposition_text.h"
#include "probes/sinks/machine_info.h"

namespace rackproof {
namespace {

using ByDevice = std::map<DeviceHandle, const Sample*>;
using ByMetric = std::map<std::string_view, ByDevice>;

ByMetric sort_out(const Inventory& inventory, const Samples& samples) {
  ByMetric families;
  for (const auto& sample : samples) {
    if (sample.metric != nullptr && sample.device < inventory.devices.size()) {
      families[sample.metric->name][sample.device] = &sample;
    }
  }
  return families;
}

void write_value(ExpositionText& text, const ExpositionName& spelled, std::string_view labels,
                 const Reading& reading) {
  const auto* count = std::get_if<std::int64_t>(&reading);
  if (count != nullptr && spelled.factor == 1) {
    text.line(spelled.name, {labels}, *count);
  } else if (has_value(reading)) {
    text.line(spelled.name, {labels}, as_double(reading) * spelled.factor);
  }
}

void write_family(ExpositionText& text, const std::vector<std::string>& labels,
                  const ByDevice& samples) {
  const auto& metric = *samples.begin()->second->metric;
  const auto spelled = exposition_name(metric);
  text.family(spelled.name, spelled.type, spelled.unit, metric.help);
  for (const auto& [handle, sample] : samples) {
    write_value(text, spelled, labels[handle], sample->reading);
  }
}

/// One line for each sample of a metric that holds a reason.
void write_reasons(ExpositionText& text, const Inventory& inventory, const ByDevice& samples) {
  for (const auto& [handle, sample] : samples) {
    if (const auto* why = std::get_if<Error>(&sample->reading)) {
      text.line(
          kReadingMissing,
          {label_text("device", inventory.devices[handle].id),
           label_text("metric", sample->metric->name), label_text("reason", to_string(why->kind))},
          std::int64_t{1});
    }
  }
}

}  // namespace

std::string write_openmetrics(const Inventory& inventory, const Samples& samples) {
  ExpositionText text(ExpositionFormat::openmetrics);
  std::vector<std::string> labels;
  for (const auto& device : inventory.devices) {
    labels.push_back(device_labels(device));
  }
  const auto families = sort_out(inventory, samples);
  for (const auto& [name, by_device] : families) {
    write_family(text, labels, by_device);
  }
  text.family(kReadingMissing, SeriesType::gauge, "", kReadingMissingHelp);
  for (const auto& [name, by_device] : families) {
    write_reasons(text, inventory, by_device);
  }
  begin_device_info(text);
  for (const auto& device : inventory.devices) {
    text.line(kDeviceInfo, {device_info_labels(device)}, std::int64_t{1});
  }
  begin_software_info(text);
  for (const auto& row : inventory.software) {
    text.line(kSoftwareInfo, {software_info_labels(row)}, std::int64_t{1});
  }
  return text.take();
}

}  // namespace rackproof
