#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/engine/engine_answer.h"
#include "schemas/series_source.h"

/// How series of an engine are named in our words. What is pushed bears the name rackproof_<metric>
/// and the labels device, site, rack and node; a reading without a value is
/// rackproof_reading_missing{metric, reason} = 1.
namespace rackproof::engine {

/// The id of the device that these labels name: site, rack and node, as far as they are given, then
/// the device's path below its node: {site="fra1", node="n17", device="node/card:0"} is
/// "fra1/n17/card:0", and {device="node/card:0"} is "node/card:0". Without a node the scraped
/// `instance` stands for it. "" where there is no device label.
[[nodiscard]] std::string device_id(const Labels& labels);

/// The same for another device of that node, such as the parent: `device` as its label has it.
[[nodiscard]] std::string device_id(const Labels& labels, std::string_view device);

/// The series that labels with a __name__ belong to, by name or, for rackproof_reading_missing, by
/// its metric label. Its metric is "" for what is none of our readings.
[[nodiscard]] SeriesKey key_of(const Labels& labels);

/// "metric" of "rackproof_metric", or what is exposed by that name in another unit
/// (exposition_name.h); "" for every other name, and for what an exposition tells of
/// itself, of devices and of events.
[[nodiscard]] std::string metric_of_name(std::string_view name);

/// Those of `labels` that say which device of which node it is.
[[nodiscard]] Labels places_in(const Labels& labels);

/// A PromQL string literal, quotes included.
[[nodiscard]] std::string quoted(std::string_view text);

/// Label matchers that let the series of these labels pass, and perhaps more: `node=~"n1|n2"`, one
/// for each label whose values are short enough to be listed, with a comma before each.
[[nodiscard]] std::string matchers_for(const std::vector<const Labels*>& labels);

}  // namespace rackproof::engine
