#include "tests/tools/compat_page.h"

#include <string_view>

#include "probes/sinks/compat.h"
#include "schemas/catalogue.h"
#include "schemas/text.h"

namespace rackproof::testing {
namespace {

constexpr std::string_view kHead = R"(# Names of other exporters

Made from `probes/sinks/compat_*.cpp` and the catalogue by `ninja compat_page`; do not edit.

A site whose dashboards and alerts were made for another exporter can have that exporter's names beside ours, from the same
readings: `/metrics` then carries each of the series below as well. Ours stay what they are. A reading that is missing or stale has
no series under either name; why is told under ours alone (`rackproof_reading_missing`).

**times** is what our number is multiplied by to be theirs. Labels are spelled and filled as theirs are.
)";

constexpr std::string_view kNodeExporter = R"(
## node_exporter

Its own end-to-end output is reproduced from the tree that it was made of, label by label and value by value (`tests/probes/compat_test.cpp`).
Left out on purpose: the label `path` of RAPL zones; `node_nvme_namespace_capacity_bytes` and `_size_bytes`, which count sectors of
512 bytes times the size of a block, up to eight times what the drive has. What we do not read at all has no name here: times of
processors, file systems, disk traffic, sockets. A dashboard of those still needs node_exporter.
)";

constexpr std::string_view kDcgmExporter = R"(
## dcgm-exporter

Names and units are those of its `default-counters.csv`, commented-out ones included; only for NVIDIA GPUs. `gpu` counts in the order of
the bus, as DCGM does. Left out on purpose: `DCGM_FI_DEV_XID_ERRORS`, which is the last XID for ever and cannot tell a repeat (XIDs are
counted in `rackproof_events_total`); the label `device`, whose minor number we do not read; `DCGM_FI_PROF_*`, video engines, the
bandwidth of all NVLinks together, reserved and free memory.
)";

constexpr std::string_view kSpelling = R"(
## Our own names that are spelled otherwise

Prometheus' conventions, as `promtool check metrics` holds them, know bytes and no bits, and no hours of any kind. In an exposition, and
wherever Prometheus keeps them, these metrics of the catalogue therefore have another name and scale; the label `metric` always
says the catalogue's name. A gauge that ends in `_count` has no type, since that is the name of a part of a histogram.

| catalogue | exposition | times |
|---|---|---|
)";

std::string factor_of(double factor) {
  return factor == 1 ? std::string() : format_double(factor);
}

std::string ours_of(const CompatRow& row) {
  if (row.ours == nullptr) {
    return "(always 1)";
  }
  return "`" + exposition_name(*row.ours).name + "`";
}

/// Of what our exposition says, which may be scaled already.
std::string times_of(const CompatRow& row) {
  if (!row.states.empty()) {
    return row.each_state ? "1 for the `" + std::string(row.state_label) + "` that holds, else 0"
                          : "1, with `" + std::string(row.state_label) + "`";
  }
  return factor_of(row.ours == nullptr ? 1 : row.factor / exposition_name(*row.ours).factor);
}

std::string row_of(const CompatRow& row) {
  const std::string type = row.type == SeriesType::counter ? "counter" : "gauge";
  return "| `" + std::string(row.theirs) + "` | " + type + " | " +
         std::string(word_of(kCompatKeys, row.key)) + " | " + ours_of(row) + " | " +
         std::string(word_of(kDeviceKinds, row.kind)) + " | " + times_of(row) + " |\n";
}

std::string table_of(CompatSet set) {
  std::string table =
      "\n| theirs | type | labels | ours | of | times |\n|---|---|---|---|---|---|\n";
  for (const auto& row : compat_rows(set)) {
    table += row_of(row);
  }
  return table;
}

/// "" where the exposition's name is the catalogue's.
std::string spelling_of(const Metric& metric) {
  const auto spelled = exposition_name(metric);
  if (spelled.factor == 1) {
    return {};
  }
  return "| `" + std::string(metric.name) + "` | `" + spelled.name + "` | " +
         factor_of(spelled.factor) + " |\n";
}

std::string spelling() {
  std::string rows;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      rows += spelling_of(metric);
    }
  }
  return rows;
}

}  // namespace

std::string compat_page() {
  std::string page(kHead);
  page += kNodeExporter;
  page += table_of(CompatSet::node_exporter);
  page += kDcgmExporter;
  page += table_of(CompatSet::dcgm_exporter);
  page += kSpelling;
  return page + spelling();
}

}  // namespace rackproof::testing
