#include "cli/live_view.h"

#include <algorithm>
#include <cmath>

#include "cli/columns.h"
#include "reports/figures.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::size_t kShownRates = 3;

std::string percent(double share) {
  return format_double(std::round(share * 1000) / 10) + " %";
}

bool is_rate(const Metric& metric) {
  return metric.unit == Unit::byte_per_second || metric.unit == Unit::flop_per_second ||
         metric.unit == Unit::operation_per_second || metric.unit == Unit::transfer_per_second ||
         metric.unit == Unit::bit_per_second;
}

}  // namespace

LiveView::LiveView(const Architecture* reference) {
  if (reference != nullptr) {
    margins_.emplace(*reference);
  }
}

void LiveView::begin_step(const std::string& phase) {
  rates_.clear();
  if (margins_) {
    margins_->begin_phase(phase);
  }
}

void LiveView::take(const Device& device, const Metric& metric, double value) {
  if (metric.unit == Unit::celsius) {
    temperatures_[device.id] = value;
  }
  if (metric.measurement && is_rate(metric)) {
    rates_[std::string(metric.name)] = {&metric, value};
  }
  if (margins_) {
    margins_->take(device, metric, value);
  }
}

std::optional<LiveView::Heat> LiveView::hottest() const {
  const auto most =
      std::ranges::max_element(temperatures_, {}, [](const auto& entry) { return entry.second; });
  return most != temperatures_.end() ? std::optional(Heat{most->first, most->second})
                                     : std::nullopt;
}

std::optional<Margin> LiveView::worst_margin() const {
  return margins_ ? margins_->worst() : std::nullopt;
}

std::vector<std::string> LiveView::lines(std::size_t width) const {
  std::string rates;
  std::size_t shown = 0;
  for (const auto& [name, rate] : rates_) {
    if (shown++ < kShownRates) {
      rates += (rates.empty() ? "  " : ", ") + name + " " +
               figures::figure(rate.value, rate.metric->unit);
    }
  }
  const auto heat = hottest();
  std::string state = "  hottest: " + (heat ? printable(heat->device) + " " +
                                                  figures::figure(heat->celsius, Unit::celsius)
                                            : "no sensor");
  if (const auto margin = worst_margin()) {
    state +=
        ", worst margin: " + percent(margin->relative) + " (" + printable(margin->criterion) + ")";
  }
  std::vector<std::string> lines{fit(rates.empty() ? "  no rate yet" : rates, width),
                                 fit(state, width)};
  if (!disturbances_.empty()) {
    lines.push_back(fit("  disturbed " + std::to_string(disturbances_.size()) +
                            " times, last: " + printable(disturbances_.back().code) + " in " +
                            printable(disturbances_.back().phase),
                        width));
  }
  return lines;
}

}  // namespace rackproof
