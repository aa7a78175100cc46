#include "reports/external_results.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/bundle.h"
#include "reports/external_run.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

Error untrusted(const std::string& member, const std::string& why) {
  return {ErrorKind::untrusted, printable(member) + ": " + why};
}

/// "the run record tells result PASS, the file FAIL"; "" where they agree.
std::string difference(const ExternalResult& told, const ExternalResult& found) {
  using Row = std::pair<std::string, std::pair<std::string, std::string>>;
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  const std::array rows{
      Row{"result", {told.result, found.result}},
      Row{"status", {told.status, found.status}},
      Row{"tool", {told.tool, found.tool}},
      Row{"tool version", {told.tool_version, found.tool_version}},
      Row{"device under test", {told.device_under_test, found.device_under_test}},
      Row{"start", {told.started, found.started}},
      Row{"end", {told.ended, found.ended}},
      Row{"diagnoses PASS", {number(told.passed_count), number(found.passed_count)}},
      Row{"diagnoses FAIL", {number(told.failed_count), number(found.failed_count)}},
      Row{"diagnoses UNKNOWN", {number(told.unknown_count), number(found.unknown_count)}},
      Row{"digest", {told.sha256, found.sha256}},
  };
  const auto differs = std::find_if(rows.begin(), rows.end(), [](const Row& row) {
    return row.second.first != row.second.second;
  });
  return differs == rows.end()
             ? ""
             : "the run record tells " + differs->first + " " + printable(differs->second.first) +
                   ", the file " + printable(differs->second.second);
}

Result<void> check_told(const ExternalResult& told, const Bundle& bundle) {
  const auto rule = member_rule(told.member);
  const auto bytes = bundle.bytes(told.member);
  if (!rule || rule->role != "external" || !bytes) {
    return untrusted(told.member, "told as an external result, but no such file is in the bundle");
  }
  const auto found = read_external_run(told.member, *bytes);
  if (!found) {
    return untrusted(told.member, found.error().message);
  }
  const auto differing = difference(told, *found);
  return differing.empty() ? Result<void>() : untrusted(told.member, differing);
}

bool comes_before(const ExternalResult& one, const ExternalResult& other) {
  return one.member < other.member;
}

/// `results` in the order of their members.
bool tells(const std::vector<ExternalResult>& results, const std::string& path) {
  const auto found = std::lower_bound(
      results.begin(), results.end(), path,
      [](const ExternalResult& each, const std::string& name) { return each.member < name; });
  return found != results.end() && found->member == path;
}

}  // namespace

Result<void> check_external_results(const RunRecord& record, const Bundle& bundle) {
  const auto& results = record.external_results;
  if (!std::is_sorted(results.begin(), results.end(), comes_before)) {
    return untrusted(bundle::kRunRecord,
                     "its external results are not in the order of their names");
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i > 0 && results[i].member == results[i - 1].member) {
      return untrusted(results[i].member, "told twice as an external result");
    }
    if (auto fits = check_told(results[i], bundle); !fits) {
      return fits;
    }
  }
  for (const auto& [path, member] : bundle.members) {
    const auto rule = member_rule(path);
    if (rule && rule->role == "external" && !tells(results, path)) {
      return untrusted(path, "an external result that the run record does not tell");
    }
  }
  return {};
}

Result<void> check_external_told(const RunRecord& record, const Report& report) {
  if (record.external_results.empty()) {
    return {};
  }
  std::vector<std::string_view> lines(report.not_covered.begin(), report.not_covered.end());
  std::sort(lines.begin(), lines.end());  // a line that begins with a sentence is the next after it
  for (const auto& result : record.external_results) {
    const auto sentence = std::string(kExternalOpening) + external_title(result);
    const auto next = std::lower_bound(lines.begin(), lines.end(), std::string_view(sentence));
    const bool told = next != lines.end() && next->starts_with(sentence);
    if (result.result != "PASS" && !told) {
      return Error{ErrorKind::untrusted, "the report does not say: " + printable(sentence, 500)};
    }
  }
  return {};
}

}  // namespace rackproof
