#include "probes/engine/pushed_windows.h"

#include <chrono>
#include <cmath>
#include <optional>

#include "probes/engine/engine_labels.h"
#include "probes/engine/reading_points.h"

namespace rackproof::engine {
namespace {

constexpr std::string_view kCount = "count_over_time";

using ByDevice = std::map<std::string, SeriesWindows>;

class Windowing {
 public:
  explicit Windowing(const WindowQuery& query) : query_(query) {}

  Result<void> add_counts(const std::vector<EngineSeries>& answer) {
    OneSeriesEach one_each;
    for (const auto& series : answer) {
      const auto device = device_id(series.labels);
      if (auto added = one_each.add(device, series.labels); !added) {
        return added;
      }
      for_each_window(series, [](SeriesWindow& window, double value) {
        window.readable = std::llround(value);
        window.value = value;  // of count itself; others put their own over it
      });
    }
    return {};
  }

  void add_values(const std::vector<EngineSeries>& answer) {
    const bool mean = query_.statistic == Statistic::mean;
    for (const auto& series : answer) {
      for_each_window(series, [mean](SeriesWindow& window, double value) {
        if (window.readable > 0) {  // else it came between the two questions
          window.sum = mean ? value : 0;
          window.value =
              finite_or_reason(mean ? value / static_cast<double>(window.readable) : value);
        }
      });
    }
  }

  void add_missing(const std::vector<EngineSeries>& answer) {
    std::map<const SeriesWindow*, std::pair<std::int64_t, Error>> usual;
    for (const auto& series : answer) {
      const auto why = reason_in(series.labels);
      for_each_window(series, [&](SeriesWindow& window, double value) {
        const auto times = std::llround(value);
        window.missing += times;
        auto& most = usual.try_emplace(&window, 0, why).first->second;
        const bool more =
            times > most.first || (times == most.first && why.kind < most.second.kind);
        most = more ? std::pair(std::int64_t{times}, why) : most;
        if (window.readable == 0) {
          window.value = most.second;
        }
      });
    }
  }

  ByDevice take() && { return std::move(windows_); }

 private:
  template <typename Take>
  void for_each_window(const EngineSeries& series, Take&& take) {
    if (series.points.empty()) {
      return;
    }
    auto& windows = windows_.try_emplace(device_id(series.labels), query_.grid.count).first->second;
    for (const auto& point : series.points) {
      const auto at = time_of(point);
      if (query_.grid.range().contains(at)) {
        take(windows[query_.grid.window_of(at)], point.value);
      }
    }
  }

  WindowQuery query_;
  ByDevice windows_;
};

}  // namespace

Result<ByDevice> pushed_windows(EngineClient& client, const std::string& metric,
                                const std::string& matchers, const WindowQuery& query) {
  const auto values = values_of(metric, matchers);
  const auto counts = client.windows(kCount, values, query.grid);
  const auto missing = counts ? client.windows(kCount, missing_of(metric, matchers), query.grid)
                              : Result<std::vector<EngineSeries>>(counts.error());
  if (!missing) {
    return missing.error();
  }
  Windowing windowing(query);
  if (auto added = windowing.add_counts(*counts); !added) {
    return std::move(added).error();
  }
  if (query.statistic != Statistic::count) {
    auto worked_out = client.windows(function_of(query.statistic), values, query.grid);
    if (!worked_out) {
      return worked_out.error();
    }
    to_catalogue_unit(*worked_out, metric);
    windowing.add_values(*worked_out);
  }
  windowing.add_missing(*missing);
  return std::move(windowing).take();
}

}  // namespace rackproof::engine
