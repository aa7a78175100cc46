#include "cli/health.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ostream>

#include "certsuite/criteria/health.h"
#include "cli/health_page.h"
#include "cli/health_references.h"
#include "cli/query_page.h"
#include "schemas/json/health_json.h"

namespace rackproof {
namespace {

constexpr std::string_view kWho = "rackproof health: ";

/// Shorter ones cannot tell a pause from silence, longer ones are a question to `query`.
constexpr double kShortest = 120;
constexpr double kLongest = 90.0 * 86400;

Result<TimeRange> look_back(const std::string& since, UtcTime now) {
  const auto seconds = parse_duration_seconds(since);
  if (!seconds) {
    return seconds.error().during("--since");
  }
  if (*seconds < kShortest || *seconds > kLongest) {
    return Error{ErrorKind::malformed, "--since: " + since + ", where 2m to 90d can be judged"};
  }
  return TimeRange{now - std::chrono::seconds(std::llround(*seconds)), now};
}

/// From when on all readings are kept: health is judged by single ones.
Result<TimeRange> kept_of(TelemetrySource& source, TimeRange range) {
  const auto kept = source.kept_instead();
  if (!kept) {
    return kept.error();
  }
  const auto from = kept->empty() ? range.from : std::max(range.from, kept->back().range.to);
  if (range.to - from < std::chrono::seconds(std::llround(kShortest))) {
    return Error{ErrorKind::out_of_range, "readings before " + short_utc(from) +
                                              " are no longer kept one by one, and too few came "
                                              "since to judge health on"};
  }
  return TimeRange{from, range.to};
}

ExitCode refuse(std::ostream& complaints, const Error& error, ExitCode code) {
  complaints << kWho << error.message << "\n";
  return code;
}

}  // namespace

ExitCode run_health(TelemetrySource& source, const HealthOrder& order, UtcTime now,
                    std::ostream& output, std::ostream& complaints) {
  const auto range = look_back(order.since, now);
  if (!range) {
    return refuse(complaints, range.error(), ExitCode::usage);
  }
  const auto kept = kept_of(source, *range);
  if (!kept) {
    return refuse(complaints, kept.error(),
                  kept.error().kind == ErrorKind::out_of_range ? ExitCode::not_pass
                                                               : exit_code_of(kept.error()));
  }
  if (kept->from > range->from) {
    complaints << kWho << "readings before " << short_utc(kept->from)
               << " are no longer kept one by one: judged from then on\n";
  }
  const auto references = order.reference.empty() ? HealthReferences::built_in()
                                                  : HealthReferences::named(order.reference);
  if (!references) {
    return refuse(complaints, references.error(), exit_code_of_input(references.error()));
  }
  const auto report = criteria::judge_health(
      source, *kept,
      [&references](const criteria::HealthNode& node) { return references->for_node(node); });
  if (!report) {
    return refuse(complaints, report.error(), exit_code_of(report.error()));
  }
  output << (order.json ? encode_health(*report) : health_text(*report));
  if (report->nodes.empty()) {
    complaints << kWho << "no data to judge health on: nothing was read "
               << (report->forgotten.empty() ? "there" : "for a week") << "\n";
  }
  return state_of(*report) == HealthState::healthy ? ExitCode::done : ExitCode::not_pass;
}

}  // namespace rackproof
