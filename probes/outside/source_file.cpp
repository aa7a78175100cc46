#include "probes/outside/source_file.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "probes/outside/ready_maps.h"
#include "probes/outside/source_map_toml.h"
#include "probes/registry.h"
#include "schemas/device.h"
#include "schemas/encoding.h"
#include "schemas/suggest.h"
#include "schemas/text.h"
#include "schemas/time.h"
#include "schemas/toml/reader.h"
#include "schemas/toml/tree.h"

namespace rackproof::outside {
namespace {

constexpr double kShortestPeriod = 1;
// Ten seconds are what a discovery may take, and two a program that does not heed SIGTERM.
constexpr double kLongestTimeout = 7;
constexpr double kMostOutput = 64;  ///< MiB.
constexpr std::array kSiteKinds{
    EnumName<MetricKind>{MetricKind::gauge, "gauge"},
    EnumName<MetricKind>{MetricKind::counter, "counter"},
};

void read_site_metric(const TomlTable& table, SiteMetrics& site, Findings& findings) {
  const auto before = findings.size();
  TableReader reader(table, "site_metric", findings);
  SiteMetricDeclaration declared;
  declared.name = reader.required_text("name");
  declared.help = reader.required_text("help");
  const auto symbol = reader.required_text("unit");
  const auto unit = parse_unit(symbol);
  if (!unit && !symbol.empty()) {
    reader.error("unit", "'" + printable(symbol) + "' is not in the closed list of units");
  }
  declared.unit = unit.value_or(Unit::one);
  if (!reader.required_text("kind").empty()) {
    declared.kind = reader.word("kind", kSiteKinds, MetricKind::gauge);
  }
  reader.finish();
  if (before == findings.size()) {
    if (auto added = site.add(std::move(declared)); !added) {
      reader.error("name", added.error().message);
    }
  }
}

bool is_source_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && name.front() >= 'a' && name.front() <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

/// http://host[:port][/path], no more: what stands before an '@' would be a password in a log.
bool is_plain_url(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  const auto graphic = [](char c) { return c > ' ' && c < '\x7f'; };
  return url.starts_with(kScheme) && url.size() > kScheme.size() && url[kScheme.size()] != '/' &&
         url.find('@') == std::string_view::npos && url.find('#') == std::string_view::npos &&
         std::ranges::all_of(url, graphic);
}

/// Reads one [[source]].
class SourceReader {
 public:
  SourceReader(const TomlTable& table, const SiteMetrics& site, Findings& findings)
      : reader_(table, "source", findings), site_(site), findings_(findings) {}

  SourceSettings read() {
    source_.name = reader_.required_text("name");
    read_origin();
    source_.format = reader_.word("format", kSourceFormats, SourceFormat::exposition);
    read_times();
    read_place();
    read_map();
    reader_.finish();
    return std::move(source_);
  }

 private:
  void read_origin();
  void read_times();
  void read_place();
  void read_map();
  double seconds(std::string_view key, double fallback, double least, double most);

  TableReader reader_;
  const SiteMetrics& site_;
  Findings& findings_;
  SourceSettings source_;
};

void SourceReader::read_origin() {
  source_.command = reader_.texts("exec");
  source_.environment = reader_.texts("environment");
  source_.url = reader_.text("scrape");
  if (source_.command.empty() == source_.url.empty()) {
    reader_.error("exec", "or 'scrape' is needed, and not both");
    return;
  }
  if (source_.command.empty()) {
    if (!is_plain_url(source_.url)) {
      reader_.error("scrape", "is a URL, http://host:port/path, without name or password");
    }
    if (!source_.environment.empty()) {
      reader_.error("environment", "goes with 'exec'");
    }
    return;
  }
  if (!source_.command.front().starts_with('/')) {
    reader_.error("exec", "begins with the absolute path of a program; there is no shell");
  }
  for (const auto& variable : source_.environment) {
    const auto equals = variable.find('=');
    if (equals == 0 || equals == std::string::npos) {
      reader_.error("environment", "is a list of \"NAME=value\"");
    }
  }
}

double SourceReader::seconds(std::string_view key, double fallback, double least, double most) {
  const auto given = reader_.text(key);
  if (given.empty()) {
    return fallback;
  }
  const auto length = parse_duration_seconds(given);
  if (!length || *length < least || *length > most) {
    reader_.error(key, "is a time of " + format_double(least) + " s to " + format_double(most) +
                           " s, as \"10s\" or \"5m\"");
    return fallback;
  }
  return *length;
}

void SourceReader::read_times() {
  constexpr double kDay = 86400;
  const auto milliseconds = [](double length) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(length * 1000));
  };
  source_.every = milliseconds(seconds("every", 10, kShortestPeriod, kDay));
  source_.timeout = milliseconds(seconds("timeout", 5, 0.1, kLongestTimeout));
  source_.oldest = std::chrono::seconds(
      static_cast<std::int64_t>(seconds("oldest", 300, kShortestPeriod, kDay)));
  const auto mebibytes = reader_.number("output_limit_mib").value_or(4);
  if (mebibytes <= 0 || mebibytes > kMostOutput) {
    reader_.error("output_limit_mib", "is a number above 0, 64 at most");
  } else {
    source_.output_limit = static_cast<std::size_t>(mebibytes * 1048576);
  }
}

void SourceReader::read_place() {
  const auto taken = [this](const ProbeEntry& entry) { return entry.name == source_.name; };
  if (!source_.name.empty() && !is_source_name(source_.name)) {
    reader_.error("name", "is made of a-z, 0-9 and _, begins with a letter and has 64 at most");
  } else if (std::ranges::any_of(probe_registry(), taken)) {
    reader_.error("name", "is that of a probe of the program: '" + source_.name + "'");
  }
  const auto under = reader_.text("under");
  if (!under.empty() && under != kNodeId) {
    reader_.error("under", "is \"node\", or left out");
  }
  source_.place = under.empty() ? "node/source:" + source_.name : under;
}

void SourceReader::read_map() {
  const auto name = reader_.text("map");
  if (name.empty()) {
    source_.map = read_source_map(reader_, nullptr, site_, findings_);
    return;
  }
  const auto ready = std::ranges::find(ready_maps(), name, &ReadyMap::name);
  if (ready == ready_maps().end()) {
    std::vector<std::string> names;
    for (const auto& row : ready_maps()) {
      names.emplace_back(row.name);
    }
    reader_.error("map",
                  "'" + printable(name) + "' is no map of the program" + did_you_mean(name, names));
    return;
  }
  const auto tree = parse_toml(ready->text, std::string(name) + ".toml");
  if (!tree) {
    reader_.error("map", tree.error().message);
    return;
  }
  TableReader top(*tree, "map", findings_);
  read_map_head(top, findings_);
  source_.map = read_source_map(reader_, &top, site_, findings_);
  top.finish();
}

void check_map(const SourceSettings& source, const TomlTable& table, Findings& findings) {
  const auto& map = source.map;
  const bool json = source.format == SourceFormat::json;
  const bool rows =
      !map.series.empty() || !map.devices.empty() || !map.sentinels.empty() || !map.ignored.empty();
  if (json && rows) {
    findings.push_back({LintLevel::error, table.where,
                        "source: JSON speaks our words and takes no map and no rows of one"});
  }
  if (!json && map.series.empty()) {
    findings.push_back(
        {LintLevel::error, table.where, "source: 'map' or [[source.series]] is missing"});
  }
}

}  // namespace

Result<SourceFile> load_source_file(std::string_view text, std::string_view file) {
  const auto tree = parse_toml(text, file);
  if (!tree) {
    return tree.error();
  }
  Findings findings;
  SourceFile found;
  TableReader top(*tree, "sources file", findings);
  for (const auto* table : top.tables("site_metric")) {
    read_site_metric(*table, found.site_metrics, findings);
  }
  for (const auto* table : top.tables("source")) {
    auto source = SourceReader(*table, found.site_metrics, findings).read();
    if (std::ranges::find(found.sources, source.name, &SourceSettings::name) !=
        found.sources.end()) {
      findings.push_back({LintLevel::error, table->where,
                          "source: two are called '" + printable(source.name) + "'"});
    }
    check_map(source, *table, findings);
    found.sources.push_back(std::move(source));
  }
  if (found.sources.empty()) {
    top.error("source", "is missing: a sources file names at least one");
  }
  top.finish();
  if (!findings.empty()) {
    return Error{ErrorKind::malformed, findings.front().where + ": " + findings.front().text};
  }
  return found;
}

}  // namespace rackproof::outside
