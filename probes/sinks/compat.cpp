#include "probes/sinks/compat.h"

#include <algorithm>

#include "probes/sinks/compat_rows.h"

namespace rackproof {

std::span<const CompatRow> compat_rows(CompatSet set) {
  return set == CompatSet::node_exporter ? node_exporter_rows() : dcgm_exporter_rows();
}

CompatTable::CompatTable(const std::vector<CompatSet>& sets) {
  for (const auto& [set, name] : kCompatSets) {
    if (std::ranges::find(sets, set) == sets.end()) {
      continue;
    }
    for (const auto& row : compat_rows(set)) {
      rows_.push_back(&row);
    }
  }
  std::ranges::stable_sort(rows_, {}, &CompatRow::theirs);
}

std::vector<CompatLabels> CompatTable::labels_of(const Device& device,
                                                 const CompatContext& context) const {
  std::vector<CompatKey> tried;
  std::vector<CompatLabels> made;
  for (const auto* row : rows_) {
    if (row->kind != device.kind || std::ranges::find(tried, row->key) != tried.end()) {
      continue;
    }
    tried.push_back(row->key);
    if (auto text = compat_labels(row->key, device, context)) {
      made.push_back({row->key, std::move(*text)});
    }
  }
  return made;
}

}  // namespace rackproof
