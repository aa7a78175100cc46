#include "probes/outside/source_map_toml.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/suggest.h"
#include "schemas/toml/tree.h"

namespace rackproof::outside {
namespace {

std::string suggestion_for(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      names.emplace_back(metric.name);
    }
  }
  return did_you_mean(name, names);
}

/// Reads the rows of one map.
class MapReader {
 public:
  MapReader(const SiteMetrics& site, SourceMap& map, Findings& findings)
      : site_(site), map_(map), findings_(findings) {}

  void read_devices(TableReader& reader);
  void read_rows(TableReader& reader);

 private:
  void read_device(const TomlTable& table);
  void read_facts(TableReader& reader, DeviceRow& row);
  void read_series(const TomlTable& table);
  void read_when(TableReader& reader, SeriesRow& row);
  void read_states(TableReader& reader, SeriesRow& row);
  void read_metric(TableReader& reader, SeriesRow& row);
  void read_conversion(TableReader& reader, SeriesRow& row);
  void read_sentinel(const TomlTable& table);
  void read_ignored(const TomlTable& table);
  LabelPattern pattern(TableReader& reader, std::string_view key, const std::string& text);
  [[nodiscard]] std::optional<std::size_t> device_named(const std::string& key) const;

  const SiteMetrics& site_;
  SourceMap& map_;
  Findings& findings_;
};

void MapReader::read_devices(TableReader& reader) {
  for (const auto* table : reader.tables("device")) {
    read_device(*table);
  }
}

void MapReader::read_rows(TableReader& reader) {
  for (const auto* table : reader.tables("series")) {
    read_series(*table);
  }
  for (const auto* table : reader.tables("sentinel")) {
    read_sentinel(*table);
  }
  for (const auto* table : reader.tables("ignore")) {
    read_ignored(*table);
  }
}

LabelPattern MapReader::pattern(TableReader& reader, std::string_view key,
                                const std::string& text) {
  auto parsed = LabelPattern::parse(text);
  if (!parsed) {
    reader.error(key, parsed.error().message);
    return {};
  }
  return std::move(parsed).value();
}

std::optional<std::size_t> MapReader::device_named(const std::string& key) const {
  const auto found = std::ranges::find(map_.devices, key, &DeviceRow::key);
  if (found == map_.devices.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - map_.devices.begin());
}

void MapReader::read_device(const TomlTable& table) {
  DeviceRow row;
  TableReader reader(table, "device", findings_);
  row.key = reader.required_text("key");
  if (device_named(row.key)) {
    reader.error("key", "is that of another device: '" + printable(row.key) + "'");
  }
  if (!reader.required_text("kind").empty()) {
    row.kind = reader.word("kind", kDeviceKinds, DeviceKind::sensor);
  }
  row.id = pattern(reader, "id", reader.required_text("id"));
  row.parent = pattern(reader, "parent", reader.text("parent"));
  read_facts(reader, row);
  reader.finish();
  map_.devices.push_back(std::move(row));
}

void MapReader::read_facts(TableReader& reader, DeviceRow& row) {
  for (const auto* field : {"vendor", "model", "serial", "firmware", "position"}) {
    if (const auto text = reader.text(field); !text.empty()) {
      row.facts.push_back({field, pattern(reader, field, text)});
    }
  }
  const auto* attributes = reader.table("attributes");
  if (attributes == nullptr) {
    return;
  }
  TableReader inner(*attributes, reader.what() + ": attributes", findings_);
  for (const auto& entry : attributes->entries) {
    row.facts.push_back({entry.key, pattern(inner, entry.key, inner.required_text(entry.key))});
  }
}

void MapReader::read_series(const TomlTable& table) {
  SeriesRow row;
  TableReader reader(table, "series", findings_);
  row.name = reader.required_text("name");
  if (const auto key = reader.text("device"); !key.empty()) {
    row.device = device_named(key);
    if (!row.device) {
      reader.error("device", "names no [[device]] above it: '" + printable(key) + "'");
    }
  }
  read_when(reader, row);
  read_metric(reader, row);
  read_conversion(reader, row);
  read_states(reader, row);
  reader.finish();
  map_.series.push_back(std::move(row));
}

void MapReader::read_when(TableReader& reader, SeriesRow& row) {
  const auto* when = reader.table("when");
  if (when == nullptr) {
    return;
  }
  TableReader inner(*when, reader.what() + ": when", findings_);
  for (const auto& entry : when->entries) {
    row.when.push_back({entry.key, inner.text(entry.key)});
  }
}

void MapReader::read_metric(TableReader& reader, SeriesRow& row) {
  const auto name = reader.text("metric");
  if (name.empty()) {
    if (!row.device) {
      reader.error("metric", "is missing; only a device's facts may be taken without one");
    }
    return;
  }
  row.metric = find_metric(name, site_);
  if (row.metric == nullptr) {
    reader.error("metric", "'" + printable(name) +
                               "' is neither in the catalogue nor a [[site_metric]]" +
                               suggestion_for(name));
  } else if (row.metric->measurement) {
    reader.error("metric", "'" + name + "' is taken by a workload and by nothing else");
    row.metric = nullptr;
  }
}

void MapReader::read_conversion(TableReader& reader, SeriesRow& row) {
  const auto symbol = reader.text("unit");
  row.conversion.multiply = reader.number("multiply").value_or(1);
  row.conversion.divide = reader.number("divide").value_or(1);
  for (const auto* key : {"multiply", "divide"}) {
    const auto factor =
        std::string_view(key) == "divide" ? row.conversion.divide : row.conversion.multiply;
    if (factor <= 0) {
      reader.error(key, "is a number above 0");
    }
  }
  if (row.metric == nullptr) {
    return;
  }
  const auto unit = symbol.empty() ? std::optional(Unit::one) : parse_unit(symbol);
  if (symbol.empty() && row.metric->unit != Unit::one) {
    reader.error("unit", "is missing: the unit of value * multiply / divide");
  } else if (!unit || !same_dimension(*unit, row.metric->unit)) {
    reader.error("unit", "'" + printable(symbol) + "' cannot be taken to the metric's, " +
                             std::string(to_string(row.metric->unit)));
  }
  row.conversion.unit = unit.value_or(Unit::one);
}

void MapReader::read_states(TableReader& reader, SeriesRow& row) {
  row.state_label = reader.text("state_label");
  const auto* states = reader.table("states");
  if ((states != nullptr) == row.state_label.empty()) {
    reader.error("states", "and 'state_label' go together");
    return;
  }
  if (states == nullptr) {
    return;
  }
  TableReader inner(*states, reader.what() + ": states", findings_);
  for (const auto& entry : states->entries) {
    row.states[entry.key] = inner.integer(entry.key).value_or(0);
  }
}

void MapReader::read_sentinel(const TomlTable& table) {
  SentinelRow row;
  TableReader reader(table, "sentinel", findings_);
  row.series = reader.texts("series");
  row.reason = reader.word("reason", kReasonWords, ErrorKind::sentinel);
  row.text = reader.required_text("text");
  const auto value = reader.number("value");
  const auto at_least = reader.number("at_least");
  const auto at_most = reader.number("at_most");
  if (value.has_value() == (at_least.has_value() || at_most.has_value())) {
    reader.error("value", "or a range, at_least and at_most, is needed, and not both");
  } else if (!value && (!at_least || !at_most || *at_least > *at_most)) {
    reader.error("at_least", "and at_most are the two ends of a range");
  }
  row.at_least = value.value_or(at_least.value_or(0));
  row.at_most = value.value_or(at_most.value_or(0));
  if (const auto* node = reader.find("value")) {
    const auto* whole = std::get_if<std::int64_t>(&node->value);
    row.exactly = whole != nullptr ? std::optional(*whole) : std::nullopt;
  }
  reader.finish();
  map_.sentinels.push_back(std::move(row));
}

void MapReader::read_ignored(const TomlTable& table) {
  TableReader reader(table, "ignore", findings_);
  IgnoreRow row{reader.required_text("name"), reader.required_text("why")};
  reader.finish();
  map_.ignored.push_back(std::move(row));
}

}  // namespace

SourceMap read_source_map(TableReader& own, TableReader* ready, const SiteMetrics& site,
                          Findings& findings) {
  SourceMap map;
  MapReader reader(site, map, findings);
  if (ready != nullptr) {
    reader.read_devices(*ready);
  }
  reader.read_devices(own);
  reader.read_rows(own);
  if (ready != nullptr) {
    reader.read_rows(*ready);
  }
  return map;
}

void read_map_head(TableReader& top, Findings& findings) {
  const auto* head = top.table("map");
  if (head == nullptr) {
    top.error("map", "is missing: a title and where its names are from");
    return;
  }
  TableReader reader(*head, "[map]", findings);
  reader.required_text("title");
  reader.required_text("source");
  reader.finish();
}

Result<SourceMap> load_source_map(std::string_view text, std::string_view file) {
  const auto tree = parse_toml(text, file);
  if (!tree) {
    return tree.error();
  }
  Findings findings;
  TableReader top(*tree, "map", findings);
  read_map_head(top, findings);
  auto map = read_source_map(top, nullptr, SiteMetrics{}, findings);
  top.finish();
  if (!findings.empty()) {
    return Error{ErrorKind::malformed, findings.front().where + ": " + findings.front().text};
  }
  return map;
}

}  // namespace rackproof::outside
