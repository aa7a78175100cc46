#include "probes/sinks/openmetrics.h"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/encoding.h"
#include "schemas/text.h"
#include "schemas/unit_words.h"

namespace rackproof {
namespace {

constexpr std::string_view kTotal = "_total";

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

/// Backslash, quote and newline escaped (OpenMetrics 1.0, ABNF escaped-string); other control
/// characters and bytes that are not UTF-8 shown as \xNN.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text, text.size() * 4)) {
    if (c == '\\' || c == '"') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

std::string line_of(std::string_view name, const Labels& labels, std::string_view value) {
  std::string line(name);
  std::string_view before = "{";
  for (const auto& [key, text] : labels) {
    line += before;
    line += key;
    line += "=\"" + escaped(text) + "\"";
    before = ",";
  }
  line += labels.empty() ? " " : "} ";
  line += value;
  return line + "\n";
}

void head(std::string& out, std::string_view family, std::string_view type, std::string_view help) {
  out += "# TYPE " + std::string(family) + " " + std::string(type) + "\n";
  out += "# HELP " + std::string(family) + " " + escaped(help) + "\n";
}

/// The unit may only be told where the family's name ends with it.
void tell_unit(std::string& out, std::string_view family, Unit unit) {
  const std::string word(unit_word(unit));
  if (!word.empty() && family.ends_with("_" + word)) {
    out += "# UNIT " + std::string(family) + " " + word + "\n";
  }
}

std::string value_of_reading(const Reading& reading) {
  if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    return std::to_string(*count);
  }
  return format_double(std::get<double>(reading));
}

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

void write_family(std::string& out, const Inventory& inventory, const ByDevice& samples) {
  const auto& metric = *samples.begin()->second->metric;
  const auto name = std::string(kExpositionPrefix) + std::string(metric.name);
  const bool counter = metric.kind == MetricKind::counter && name.ends_with(kTotal);
  const auto family = counter ? name.substr(0, name.size() - kTotal.size()) : name;
  head(out, family, counter ? "counter" : "gauge", metric.help);
  tell_unit(out, family, metric.unit);
  for (const auto& [handle, sample] : samples) {
    if (has_value(sample->reading)) {
      const auto& device = inventory.devices[handle];
      out += line_of(name, {{"device", device.id}, {"kind", word_of(kDeviceKinds, device.kind)}},
                     value_of_reading(sample->reading));
    }
  }
}

/// One line for each sample of a metric that holds a reason.
void write_reasons(std::string& out, std::string_view name, const Inventory& inventory,
                   const ByDevice& samples) {
  for (const auto& [handle, sample] : samples) {
    if (const auto* why = std::get_if<Error>(&sample->reading)) {
      const auto& device = inventory.devices[handle];
      out += line_of(name,
                     {{"device", device.id},
                      {"metric", sample->metric->name},
                      {"reason", to_string(why->kind)}},
                     "1");
    }
  }
}

void write_missing(std::string& out, const Inventory& inventory, const ByMetric& families) {
  const auto name = std::string(kExpositionPrefix) + "reading_missing";
  head(out, name, "gauge", "1 for each reading that could not be had, and why.");
  for (const auto& [metric, samples] : families) {
    write_reasons(out, name, inventory, samples);
  }
}

void write_info(std::string& out, const Inventory& inventory) {
  const auto device_family = std::string(kExpositionPrefix) + "device";
  head(out, device_family, "info", "What a device is.");
  for (const auto& device : inventory.devices) {
    out += line_of(device_family + "_info",
                   {{"device", device.id},
                    {"kind", word_of(kDeviceKinds, device.kind)},
                    {"parent", device.parent},
                    {"vendor", device.vendor},
                    {"model", device.model},
                    {"serial", device.serial},
                    {"firmware", device.firmware},
                    {"position", device.position}},
                   "1");
  }
  const auto software_family = std::string(kExpositionPrefix) + "software";
  head(out, software_family, "info", "What runs on the node.");
  for (const auto& row : inventory.software) {
    out += line_of(software_family + "_info", {{"name", row.name}, {"version", row.version}}, "1");
  }
}

}  // namespace

std::string write_openmetrics(const Inventory& inventory, const Samples& samples) {
  std::string out;
  const auto families = sort_out(inventory, samples);
  for (const auto& [name, by_device] : families) {
    write_family(out, inventory, by_device);
  }
  write_missing(out, inventory, families);
  write_info(out, inventory);
  return out + "# EOF\n";
}

}  // namespace rackproof
