#include "schemas/json/health_json.h"

#include <optional>

#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

std::optional<std::string> stamp(const std::optional<UtcTime>& time) {
  return time ? std::optional(format_utc(*time)) : std::nullopt;
}

JsonValue json_of_finding(const HealthFinding& finding) {
  const bool measured = !finding.metric.empty();
  const bool limited = !finding.source.empty();
  return JsonObject()
      .add("state", word_of(kHealthStates, finding.state))
      .add("required", finding.required)
      .add("device", finding.device)
      .add("criterion", finding.criterion)
      .add("metric", finding.metric)
      .add("statistic", measured ? word_of(kStatistics, finding.statistic) : std::string_view())
      .add("unit", to_string(finding.unit))
      .add("observed", finding.observed)
      .add("atLeast", finding.at_least)
      .add("atMost", finding.at_most)
      .add("basis", limited ? word_of(kBases, finding.basis) : std::string_view())
      .add("source", finding.source)
      .add("since", stamp(finding.since))
      .add("until", stamp(finding.until))
      .add("firstReading", stamp(finding.first_reading))
      .add("lastReading", stamp(finding.last_reading))
      .add("readable", finding.readable)
      .add("missing", finding.missing)
      .add("reason", finding.reason)
      .add("note", finding.note)
      .take();
}

JsonValue json_of_node(const NodeHealth& node) {
  JsonArray findings;
  for (const auto& finding : node.findings) {
    findings.add(json_of_finding(finding));
  }
  return JsonObject()
      .add("node", node.node)
      .add("state", word_of(kHealthStates, node.state))
      .add("references", node.references)
      .add("watched", node.watched)
      .add("devices", node.devices)
      .add("answered", node.answered)
      .add("findings", findings.take())
      .add("notJudged", node.not_judged)
      .take();
}

}  // namespace

std::string encode_health(const HealthReport& report) {
  JsonArray nodes;
  for (const auto& node : report.nodes) {
    nodes.add(json_of_node(node));
  }
  return write_json(JsonObject()
                        .add("format", "rackproof-health/1")
                        .add("state", word_of(kHealthStates, state_of(report)))
                        .add("from", format_utc(report.range.from))
                        .add("to", format_utc(report.range.to))
                        .add("nodes", nodes.take())
                        .add("forgotten", report.forgotten)
                        .add("notes", report.notes)
                        .take());
}

}  // namespace rackproof
