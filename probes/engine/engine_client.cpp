#include "probes/engine/engine_client.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "schemas/telemetry_source.h"

namespace rackproof::engine {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 1440 * kMinute;
/// Days of one series at a reading a second in one piece: some 25 MB of text.
constexpr std::int64_t kSeriesDays = 10;
constexpr std::int64_t kMostPieces = 1000;
/// Prometheus answers at most 11,000 steps.
constexpr std::size_t kWindowsAtOnce = 10'000;

std::size_t points_in(const std::vector<EngineSeries>& all) {
  std::size_t points = 0;
  for (const auto& series : all) {
    points += series.points.size();
  }
  return points;
}

/// VictoriaMetrics would else answer from its cache, or leave out the last half minute.
constexpr std::pair<const char*, const char*> kAsItIs{"nocache", "1"};
/// 2200-01-01, in milliseconds: where windows are asked for, as the past of that time.
/// VictoriaMetrics puts into the windows of the last half minute (-search.latencyOffset) the value
/// of an older one, or leaves them out, whatever "nocache" says; not so where the times asked for
/// lie in the future. No release that Debian 12 has knows another way (1.79.5).
constexpr std::int64_t kFarOff = 7'258'118'400'000;

/// How windows of a device that was moved, and so has several series, become those of one.
std::string_view together(std::string_view function) {
  if (function == "min_over_time") {
    return "min";
  }
  return function == "max_over_time" ? "max" : "sum";
}

void take_earlier(std::vector<EngineSeries>& all, std::int64_t milliseconds) {
  for (auto& series : all) {
    for (auto& point : series.points) {
      point.at_ms -= milliseconds;
    }
  }
}

}  // namespace

Result<EngineClient> EngineClient::open(const EngineSettings& settings) {
  auto door = EngineDoor::open(settings);
  if (!door) {
    return std::move(door).error();
  }
  EngineClient client(std::move(*door));
  if (auto learnt = client.learn_dialect(); !learnt) {
    return std::move(learnt).error();
  }
  return client;
}

Result<void> EngineClient::learn_dialect() {
  // Two steps of a minute, or three where both ends count: what Prometheus did before 3.0.
  const auto ends = now("count_over_time(vector(1)[120s:60s] @ 1200)");
  const auto metricsql = now("union(1)");
  if (metricsql) {
    dialect_ = {.metricsql = true, .closed_on_the_left = false};
    return {};
  }
  if (!ends) {
    return ends.error();
  }
  if (ends->size() != 1 || ends->front().points.size() != 1) {
    return Error{ErrorKind::unsupported, "what answers there does not speak PromQL"};
  }
  dialect_ = {.metricsql = false, .closed_on_the_left = ends->front().points[0].value >= 3};
  return {};
}

Result<std::vector<Labels>> EngineClient::label_sets(const std::vector<std::string>& selectors,
                                                     Milliseconds range) {
  Parameters parameters{{"start", seconds_text(range.first)}, {"end", seconds_text(range.last)}};
  for (const auto& selector : selectors) {
    parameters.emplace_back("match[]", selector);
  }
  const auto body = door_.get("/api/v1/series", parameters);
  return body ? parse_label_sets(*body) : Result<std::vector<Labels>>(body.error());
}

Result<std::vector<std::string>> EngineClient::label_values(std::string_view label,
                                                            const std::string& selector) {
  const auto all = milliseconds_in({UtcTime{}, UtcTime::max()});
  const auto body = door_.get(
      "/api/v1/label/" + std::string(label) + "/values",
      {{"match[]", selector}, {"start", seconds_text(all.first)}, {"end", seconds_text(all.last)}});
  return body ? parse_label_values(*body) : Result<std::vector<std::string>>(body.error());
}

Result<std::vector<EngineSeries>> EngineClient::now(const std::string& query) {
  const auto body = door_.get("/api/v1/query", {{"query", query}, kAsItIs});
  return body ? parse_samples(*body) : Result<std::vector<EngineSeries>>(body.error());
}

Result<void> EngineClient::fetch(const std::string& selector, Milliseconds range,
                                 std::vector<EngineSeries>& into) {
  const auto body =
      door_.get("/api/v1/query", {{"query", selector + over(range.last - range.first + 1)},
                                  {"time", seconds_text(range.last)},
                                  kAsItIs});
  if (!body && body.error().kind == ErrorKind::out_of_range && range.last - range.first > kMinute) {
    const auto middle = range.first + (range.last - range.first) / 2;
    auto first = fetch(selector, {range.first, middle}, into);
    return first ? fetch(selector, {middle + 1, range.last}, into) : first;
  }
  auto series = body ? parse_samples(*body) : Result<std::vector<EngineSeries>>(body.error());
  if (!series) {
    return std::move(series).error();
  }
  for (auto& one : *series) {
    // A selector of a range is closed on the left with some engines.
    std::erase_if(one.points, [&range](const EnginePoint& point) {
      return point.at_ms < range.first || point.at_ms > range.last;
    });
    into.push_back(std::move(one));
  }
  return {};
}

Result<std::vector<EngineSeries>> EngineClient::samples(const std::string& selector,
                                                        Milliseconds range,
                                                        std::size_t series_expected) {
  const auto length = range.last - range.first + 1;
  const auto of_series =
      kSeriesDays * kDay / static_cast<std::int64_t>(std::max<std::size_t>(series_expected, 1));
  const auto piece = std::max({of_series, 10 * kMinute, length / kMostPieces + 1});
  std::vector<EngineSeries> all;
  for (auto first = range.first; first <= range.last; first += piece) {
    const Milliseconds part{first, std::min(first + piece - 1, range.last)};
    if (auto fetched = fetch(selector, part, all); !fetched) {
      return std::move(fetched).error();
    }
    if (points_in(all) > TelemetrySource::kMostPoints) {
      return Error{ErrorKind::out_of_range,
                   "more than " + std::to_string(TelemetrySource::kMostPoints) +
                       " samples of the engine are needed: take a shorter time or fewer devices"};
    }
  }
  return all;
}

Result<std::vector<EngineSeries>> EngineClient::windows(std::string_view function,
                                                        const std::string& selector,
                                                        const WindowGrid& grid) {
  using std::chrono::milliseconds;
  const auto step = std::chrono::duration_cast<milliseconds>(grid.step).count();
  const auto first = std::chrono::floor<milliseconds>(grid.start(1)).time_since_epoch().count() - 1;
  const auto later = std::max<std::int64_t>(kFarOff - first, 0);
  const auto query = std::string(together(function)) + " without (position) (" +
                     std::string(function) + "(" + selector +
                     over(dialect_.closed_on_the_left ? step - 1 : step) +
                     (later > 0 ? " offset " + std::to_string(later) + "ms" : "") + "))";
  const auto asked_at = [&](std::size_t window) {
    return seconds_text(first + later + static_cast<std::int64_t>(window) * step);
  };
  std::vector<EngineSeries> all;
  for (std::size_t done = 0; done < grid.count; done += kWindowsAtOnce) {
    const auto last = std::min(done + kWindowsAtOnce, grid.count) - 1;
    const auto body = door_.get("/api/v1/query_range", {{"query", query},
                                                        {"start", asked_at(done)},
                                                        {"end", asked_at(last)},
                                                        {"step", seconds_text(step)},
                                                        kAsItIs});
    auto series = body ? parse_samples(*body) : Result<std::vector<EngineSeries>>(body.error());
    if (!series) {
      return std::move(series).error();
    }
    take_earlier(*series, later);
    std::ranges::move(*series, std::back_inserter(all));
  }
  return all;
}

}  // namespace rackproof::engine
