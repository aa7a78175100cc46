#include "reports/late_rows.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {

LateRows::LateRows(const std::vector<LateReading>& late) {
  for (const auto& each : late) {
    ++rows_[{each.device, each.metric}][each.row];
  }
}

std::uint64_t LateRows::take_out(const SeriesKey& key, std::string& rows) {
  const auto series = rows_.find(key);
  if (series == rows_.end()) {
    return 0;
  }
  auto& listed = series->second;
  const auto all = lines(rows);
  std::vector<std::string_view> kept;
  std::uint64_t taken = 0;
  for (auto row = all.rbegin(); row != all.rend(); ++row) {
    const auto found = listed.find(*row);
    if (found == listed.end() || found->second == 0) {
      kept.push_back(*row);
      continue;
    }
    --found->second;
    ++taken;
  }
  std::string rest;
  for (auto row = kept.rbegin(); row != kept.rend(); ++row) {
    rest.append(*row).append("\n");
  }
  rows = std::move(rest);
  return taken;
}

std::string LateRows::left() const {
  for (const auto& [key, rows] : rows_) {
    const auto more =
        std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.second > 0; });
    if (more != rows.end()) {
      return printable(key.device, 200) + " " + printable(key.metric, 200) + ", " +
             printable(more->first, 80);
    }
  }
  return "";
}

}  // namespace rackproof
