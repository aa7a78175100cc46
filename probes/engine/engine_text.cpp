#include "probes/engine/engine_text.h"

#include <algorithm>
#include <chrono>

#include "probes/engine/engine_labels.h"
#include "schemas/catalogue.h"
#include "schemas/exposition_name.h"
#include "schemas/metric.h"

namespace rackproof::engine {
namespace {

using std::chrono::milliseconds;

/// VictoriaMetrics takes a start of 0 for none at all and then looks at the last days only.
constexpr std::int64_t kEarliestMilliseconds = 1000;
constexpr std::int64_t kLatestMilliseconds = 9'000'000'000'000;  // the year 2255

}  // namespace

Milliseconds milliseconds_in(TimeRange range) {
  const auto first = std::chrono::ceil<milliseconds>(range.from).time_since_epoch().count();
  const auto end = std::chrono::ceil<milliseconds>(range.to).time_since_epoch().count();
  return {std::max(first, kEarliestMilliseconds), std::min(end - 1, kLatestMilliseconds)};
}

std::string seconds_text(std::int64_t milliseconds_given) {
  auto decimals = std::to_string(milliseconds_given % 1000);
  decimals.insert(0, 3 - decimals.size(), '0');
  return std::to_string(milliseconds_given / 1000) + "." + decimals;
}

std::string values_of(std::string_view metric, std::string_view matchers) {
  const auto* known = metrics::find(metric);
  const auto name = known == nullptr ? std::string(kExpositionPrefix) + std::string(metric)
                                     : exposition_name(*known).name;
  return "{__name__=" + quoted(name) + std::string(matchers) + "}";
}

std::string missing_of(std::string_view metric, std::string_view matchers) {
  return "{__name__=\"rackproof_reading_missing\",metric=" + quoted(metric) +
         std::string(matchers) + "}";
}

std::string all_missing() {
  return "{__name__=\"rackproof_reading_missing\"}";
}

std::string over(std::int64_t milliseconds_given) {
  return "[" + std::to_string(milliseconds_given) + "ms]";
}

std::string_view function_of(Statistic statistic) {
  switch (statistic) {
    case Statistic::min:
      return "min_over_time";
    case Statistic::max:
      return "max_over_time";
    case Statistic::mean:
      return "sum_over_time";  // over the count, which is asked for as well
    case Statistic::count:
      return "count_over_time";
    default:
      return "";
  }
}

bool can_be_pushed(const WindowQuery& query) {
  const auto step = query.grid.step;
  return !function_of(query.statistic).empty() && step % milliseconds(1) == milliseconds(0) &&
         step > milliseconds(1);
}

}  // namespace rackproof::engine
