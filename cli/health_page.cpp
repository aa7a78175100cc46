#include "cli/health_page.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "cli/query_page.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// Lines of one node; --json has them all.
constexpr std::size_t kMostLines = 40;
constexpr std::size_t kMostReason = 400;
constexpr std::size_t kStateColumn = 11;

std::string state_word(HealthState state) {
  std::string text(word_of(kHealthStates, state));
  text.resize(kStateColumn, ' ');
  return text;
}

std::string number(double value, Unit unit) {
  const auto text = short_number(value);
  return unit == Unit::one ? text : text + " " + std::string(to_string(unit));
}

/// "growth of hbm_ecc_uncorrectable_total is 2, at most 0 (vendor: ...)".
std::string measured(const HealthFinding& finding) {
  auto text = std::string(word_of(kStatistics, finding.statistic)) + " of " + finding.metric +
              " is " + number(*finding.observed, finding.unit);
  if (finding.at_least) {
    text += ", at least " + number(*finding.at_least, finding.unit);
  }
  if (finding.at_most) {
    text += ", at most " + number(*finding.at_most, finding.unit);
  }
  if (!finding.source.empty()) {
    text += " (" + std::string(word_of(kBases, finding.basis)) + ": " + finding.source + ")";
  }
  return text;
}

std::string what_was_seen(const HealthFinding& finding) {
  const bool judged = finding.state != HealthState::unknown && finding.observed &&
                      (finding.at_least || finding.at_most) && !finding.metric.empty();
  // An advisory word of old counts says more than its numbers.
  return judged && !finding.reason.starts_with("counted before ") ? measured(finding)
                                                                  : finding.reason;
}

std::string times_of(const HealthFinding& finding) {
  std::string text;
  if (finding.since) {
    text += "; since " + short_utc(*finding.since);
  }
  if (finding.until) {
    text += ", well again since " + short_utc(*finding.until);
  }
  return text;
}

/// Findings that say the same of one device.
struct Line {
  const HealthFinding* first = nullptr;
  std::size_t more = 0;
};

std::vector<Line> lines_of(const std::vector<HealthFinding>& findings) {
  std::vector<Line> lines;
  for (const auto& finding : findings) {
    const auto same = std::ranges::find_if(lines, [&finding](const Line& line) {
      const auto& first = *line.first;
      return first.state == HealthState::unknown && finding.state == first.state &&
             finding.required == first.required && finding.device == first.device &&
             finding.since == first.since && finding.reason == first.reason;
    });
    if (same == lines.end()) {
      lines.push_back({&finding, 0});
    } else {
      ++same->more;
    }
  }
  return lines;
}

std::string line_text(const Line& line) {
  const auto& finding = *line.first;
  auto text = "  " + state_word(finding.state);
  text += finding.device.empty() ? "(nothing to ask)" : printable(finding.device);
  text += "  " + printable(finding.criterion);
  text += line.more == 0 ? "" : " and " + std::to_string(line.more) + " more";
  text += finding.required ? ": " : " (advisory): ";
  text += printable(what_was_seen(finding), kMostReason) + times_of(finding);
  // A note speaks of what was judged, not of what nobody could read.
  const bool noted = !finding.note.empty() && finding.state != HealthState::unknown;
  return text + (noted ? "; " + printable(finding.note) : "") + "\n";
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// "" for a node that was watched all the time; of a silent one its finding tells.
std::string watched_words(const NodeHealth& node) {
  const bool partly = node.watched > 0 && node.watched < 1;
  return partly ? ", watched for " + std::to_string(std::lround(node.watched * 100)) +
                      " % of the time only"
                : "";
}

std::string node_text(const NodeHealth& node) {
  auto text = state_word(node.state) + printable(node.node) + "  ";
  std::string references;
  for (const auto& reference : node.references) {
    references += (references.empty() ? "" : " + ") + reference;
  }
  text += "by " + (references.empty() ? "no reference" : references) + ": " +
          counted(node.devices, "device") + ", " + counted(node.answered, "answer") +
          " as it should be, " + counted(node.not_judged.size(), "matter") + " not judged" +
          watched_words(node) + "\n";
  const auto lines = lines_of(node.findings);
  for (std::size_t i = 0; i < std::min(lines.size(), kMostLines); ++i) {
    text += line_text(lines[i]);
  }
  if (lines.size() > kMostLines) {
    text += "  and " + std::to_string(lines.size() - kMostLines) + " more: see --json\n";
  }
  return text;
}

std::string summary(const HealthReport& report) {
  auto text = counted(report.nodes.size(), "node");
  for (const auto state : {HealthState::unhealthy, HealthState::degraded, HealthState::unknown,
                           HealthState::healthy}) {
    const auto count = std::ranges::count(report.nodes, state, &NodeHealth::state);
    if (count > 0) {
      text += ", " + std::to_string(count) + " " +
              lower_case(std::string(word_of(kHealthStates, state)));
    }
  }
  return std::string(word_of(kHealthStates, state_of(report))) + ": " + text + "; " +
         short_utc(report.range.from) + " to " + short_utc(report.range.to) + ", times in UTC\n";
}

}  // namespace

std::string health_text(const HealthReport& report) {
  std::string text;
  for (const auto& node : report.nodes) {
    text += node_text(node);
  }
  for (const auto& note : report.notes) {
    text += state_word(HealthState::unknown) + printable(note, kMostReason) + "\n";
  }
  if (!report.forgotten.empty()) {
    text += "not read for a week, so not judged: " + printable(report.forgotten.front()) +
            (report.forgotten.size() == 1
                 ? ""
                 : " and " + counted(report.forgotten.size() - 1, "more node")) +
            "\n";
  }
  return text + summary(report);
}

}  // namespace rackproof
