#include "tests/tools/metrics_page.h"

#include <array>
#include <string_view>

#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof::testing {
namespace {

/// Titles of metrics::kTables, in its order.
constexpr std::array<std::string_view, metrics::kTables.size()> kTitles{
    "The tool itself and the presence of devices",
    "Processor, memory and operating system",
    "Temperature, power, voltage, fans",
    "Memory errors",
    "PCIe links and their errors",
    "Network interfaces",
    "InfiniBand, RoCE and EFA ports",
    "Disks and NVMe",
    "Measurements of workloads",
    "Accelerators",
    "NVIDIA GPUs",
    "BMCs, liquid cooling and power distribution",
};

constexpr std::string_view kHead = R"(# Metrics

Every name that this tool may say, made from the catalogue (`schemas/metrics_*.h`) by `ninja metrics_page`; do not edit.

Names end with their unit, counters in `_total`; a Prometheus exposition puts `rackproof_` in front, and spells a few otherwise
(`docs/compat.md`, at the end). Units are base units. A name that a release has used is never given another meaning. **OTel** is the OpenTelemetry hardware metric with the same meaning, where there
is one. **Counter** says what a fall means: without a width or a range a fall is a reset. "stops at" is the value at which a counter
stands still instead of wrapping.
)";

std::string counter_notes(const Metric& metric) {
  const auto& model = metric.counter;
  std::string notes;
  const auto add = [&notes](const std::string& note) {
    notes += (notes.empty() ? "" : ", ") + note;
  };
  if (model.width_bits > 0) {
    add("wraps at " + std::to_string(model.width_bits) + " bits");
  }
  if (model.range_on_device) {
    add("wraps at the device's `counter_range`");
  }
  if (model.saturates_at > 0) {
    add("stops at " + std::to_string(static_cast<long long>(model.saturates_at)));
  }
  if (!model.clears_on.empty()) {
    add("clears on " + std::string(model.clears_on));
  }
  if (!model.migrates_to.empty()) {
    add("moves to `" + std::string(model.migrates_to) + "`");
  }
  return notes;
}

std::string kind_of(const Metric& metric) {
  return metric.measurement ? "measurement" : std::string(word_of(kMetricKinds, metric.kind));
}

std::string row_of(const Metric& metric) {
  std::string row = "| `" + std::string(metric.name) + "` | " +
                    std::string(to_string(metric.unit)) + " | " + kind_of(metric) + " | " +
                    std::string(metric.help) + " | ";
  row += metric.otel.empty() ? "" : "`" + std::string(metric.otel) + "`";
  return row + " | " + counter_notes(metric) + " |\n";
}

}  // namespace

std::string metrics_page() {
  std::string page(kHead);
  for (std::size_t i = 0; i < kTitles.size(); ++i) {
    page += "\n## " + std::string(kTitles[i]) + "\n\n";
    page += "| name | unit | kind | what | OTel | counter |\n|---|---|---|---|---|---|\n";
    for (const auto& metric : metrics::kTables[i]) {
      page += row_of(metric);
    }
  }
  return page + "\n" + std::to_string(metrics::count()) + " metrics.\n";
}

}  // namespace rackproof::testing
