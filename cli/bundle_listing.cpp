#include "cli/bundle_listing.h"

#include <algorithm>
#include <cstdint>

#include "schemas/encoding.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

constexpr std::size_t kDigestShown = 16;
constexpr std::size_t kLongestNote = 200;

std::string role_of(const std::string& path) {
  const auto rule = member_rule(path);
  return rule && rule->listed() ? std::string(rule->role) : "not in the manifest";
}

/// "withheld" or "shown in parts", and why.
std::string note_of(const Redaction& redaction) {
  return std::string(redaction.is_withheld() ? "withheld: " : "shown in parts: ") +
         redaction.reason;
}

std::string note_on(const std::string& path, const Redactions& redactions) {
  const auto found = std::find_if(redactions.entries.begin(), redactions.entries.end(),
                                  [&path](const Redaction& each) { return each.path == path; });
  return found == redactions.entries.end() ? "" : note_of(*found);
}

/// "logs/idle.log     15  9f86d081884c7d65  log  withheld: names of a customer"
std::string line_of(const std::string& path, std::uint64_t size_bytes, const std::string& sha256,
                    const std::string& note) {
  constexpr std::size_t kPathWidth = 28;
  constexpr std::size_t kSizeWidth = 14;
  auto line = printable(path);
  const auto size = std::to_string(size_bytes);
  line.append(kPathWidth - std::min(kPathWidth - 1, line.size()), ' ');
  line.append(kSizeWidth - std::min(kSizeWidth, size.size()), ' ');
  line += size + "  " + printable(sha256.substr(0, kDigestShown)) + "  " + role_of(path);
  return line + (note.empty() ? "" : "  " + printable(note, kLongestNote)) + "\n";
}

}  // namespace

std::string bundle_listing(const Loaded& loaded) {
  std::string text = "run " + printable(loaded.run_record.record.run_id);
  text += loaded.has_report() ? ", report " + printable(loaded.report.report.report_id)
                              : std::string(", not judged");
  text += "\n";
  for (const auto& [path, member] : loaded.bundle.members) {
    text += line_of(path, member.size_bytes, member.sha256, note_on(path, loaded.redactions));
  }
  for (const auto& redaction : loaded.redactions.entries) {
    if (redaction.is_withheld()) {
      text += line_of(redaction.path, redaction.original_size_bytes, redaction.original_sha256,
                      note_of(redaction));
    }
  }
  return text;
}

std::string bundle_listing_json(const Loaded& loaded) {
  JsonArray members;
  for (const auto& [path, member] : loaded.bundle.members) {
    members.add(JsonObject()
                    .add("path", path)
                    .add("size", std::to_string(member.size_bytes))
                    .add("sha256", member.sha256)
                    .add("role", role_of(path))
                    .take());
  }
  JsonArray redactions;
  for (const auto& redaction : loaded.redactions.entries) {
    redactions.add(JsonObject()
                       .add("path", redaction.path)
                       .add("originalSize", std::to_string(redaction.original_size_bytes))
                       .add("originalSha256", redaction.original_sha256)
                       .add("withheld", redaction.is_withheld())
                       .add("reason", redaction.reason)
                       .add("by", redaction.by)
                       .take());
  }
  return write_json(JsonObject()
                        .add("format", "rackproof-bundle/1")
                        .add("runId", loaded.run_record.record.run_id)
                        .add("reportId", loaded.has_report() ? loaded.report.report.report_id : "")
                        .add("members", members.take())
                        .add("redactions", redactions.take())
                        .take());
}

}  // namespace rackproof
