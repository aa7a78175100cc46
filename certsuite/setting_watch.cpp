#include "certsuite/setting_watch.h"

#include <algorithm>
#include <array>

#include "schemas/catalogue.h"
#include "schemas/text.h"
#include "schemas/units.h"

namespace rackproof {
namespace {

/// What a change is called and takes away, as where it is seen from before to after a step.
struct Row {
  const Metric* metric;
  std::string_view code;
  Touches touches;
};

constexpr std::array kRows{
    Row{metrics::named("rapl_power_limit_watts"), "power_cap_changed", Touches::everything},
    Row{metrics::named("cpu_frequency_ceiling_hertz"), "frequency_limit_changed", Touches::rates},
};

bool is_followed(const Metric& metric) {
  return std::ranges::any_of(kRows,
                             [&](const Row& row) { return row.metric->name == metric.name; });
}

}  // namespace

void SettingWatch::begin() {
  read_.clear();
  listens_ = true;
}

void SettingWatch::take(const Device& device, const Sample& sample) {
  if (!listens_ || !is_followed(*sample.metric) || !has_value(sample.reading)) {
    return;
  }
  const double value = as_double(sample.reading);
  const std::pair key{sample.metric->name, device.id};
  auto& range = read_.try_emplace(key, Range{value, value}).first->second;
  range.least = std::min(range.least, value);
  range.most = std::max(range.most, value);
}

std::string SettingWatch::change_of(std::string_view metric) const {
  std::string text;
  int others = -1;
  for (const auto& [key, range] : read_) {
    if (key.first != metric || range.least == range.most) {
      continue;
    }
    if (++others == 0) {
      text = std::string(metric) + " of " + key.second + " was read between " +
             format_double(range.least) + " and " + format_double(range.most) + " during the phase";
    }
  }
  return text + (others > 0 ? ", and of " + std::to_string(others) + " more" : "");
}

void SettingWatch::end(std::vector<Disturbance>& found) {
  listens_ = false;
  for (const auto& row : kRows) {
    auto text = change_of(row.metric->name);
    const bool told = std::ranges::find(found, row.code, &Disturbance::code) != found.end();
    if (!text.empty() && !told) {
      found.push_back({std::string(row.code), std::move(text), "", {}, row.touches});
    }
  }
}

}  // namespace rackproof
