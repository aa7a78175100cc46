#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probes/engine/engine_answer.h"
#include "schemas/series_source.h"

namespace rackproof::engine {

/// The reason that a series of rackproof_reading_missing stands for, without words of its own.
[[nodiscard]] Error reason_in(const Labels& labels);

/// The time of an engine's stamp.
[[nodiscard]] UtcTime time_of(const EnginePoint& point);

/// Values of `metric` as an engine has them, put into the catalogue's unit: a few metrics are
/// exposed in another one (exposition_name.h).
void to_catalogue_unit(std::vector<EngineSeries>& values, std::string_view metric);

/// Samples of one metric and of its missing readings as points of each device, in time order.
/// Error{malformed}: two series of values are the same device's.
Result<std::map<std::string, Series>> points_by_device(const std::vector<EngineSeries>& values,
                                                       const std::vector<EngineSeries>& missing);

/// Refuses answers in which one device has several series of values. Those that differ in nothing
/// but the position are one after the other: a device that was moved, or whose slot got a name.
class OneSeriesEach {
 public:
  Result<void> add(const std::string& device, const Labels& labels);

 private:
  std::map<std::string, Labels> seen_;
};

}  // namespace rackproof::engine
