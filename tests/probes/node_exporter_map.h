#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/probe_run.h"

/// What node_exporter says of a tree, and where the same is found in ours.
namespace rackproof::testing {

/// One line of an exposition: name{label="value",...} number.
struct TheirSample {
  std::string name;
  std::map<std::string, std::string, std::less<>> labels;
  double value = 0;
  std::string line;
};

std::optional<TheirSample> parse_exposition_line(std::string_view line);

/// How one of their names is found in ours. `device` and `fact` are patterns: "{label}" stands for
/// a label's value, {chip} and {drive} go through the table of names below.
struct MapRow {
  std::string_view theirs;
  std::string_view when;    ///< "label=value" that must hold; "" = always.
  std::string_view device;  ///< Pattern of our device id.
  std::string_view ours;    ///< Our metric; "" = facts of the device only.
  double factor = 1;        ///< Theirs = ours times this.
  /// What the device must say, "field=pattern;...": a field of Device, an attribute, or
  /// "metric:name" for a state that they give as a label.
  std::string_view facts = "";
  /// "D0=0;..." turns theirs, one series a state, into our number: theirs is 1 for the state we
  /// have and 0 for each other.
  std::string_view states = "";
};

std::span<const MapRow> node_exporter_map();

/// "" when ours agrees, else how it differs.
std::string difference(const TheirSample& theirs, const std::vector<ProbeRun>& runs);

}  // namespace rackproof::testing
