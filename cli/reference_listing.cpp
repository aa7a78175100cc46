#include "cli/reference_listing.h"

#include <algorithm>
#include <string_view>

#include "schemas/encoding.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"

namespace rackproof {
namespace {

constexpr std::string_view kListFormat = "rackproof-reference-list/1";
constexpr std::string_view kLintFormat = "rackproof-reference-lint/1";
constexpr std::size_t kLongestText = 400;

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) {
    all += (all.empty() ? "" : ", ") + word;
  }
  return all;
}

}  // namespace

std::string listing_text(const std::vector<ResolvedReference>& references) {
  std::string text;
  for (const auto& reference : references) {
    const auto& known = reference.architecture;
    text += known.id + "  revision " + std::to_string(known.revision) + "  " +
            std::string(word_of(kReferenceStatuses, known.status)) + "  " + printable(known.title) +
            "\n    " + counted(known.phases.size(), "phase") + ", " +
            std::to_string(known.criteria.size()) + " criteria, must judge " +
            joined(known.must_judge) + "\n    sha256 " + reference.digest + "\n";
  }
  return text;
}

std::string listing_json(const std::vector<ResolvedReference>& references) {
  JsonArray rows;
  for (const auto& reference : references) {
    const auto& known = reference.architecture;
    rows.add(JsonObject()
                 .add("id", known.id)
                 .add("revision", known.revision)
                 .add("title", known.title)
                 .add("status", word_of(kReferenceStatuses, known.status))
                 .add("overlays", known.overlay_chain)
                 .add("mustJudge", known.must_judge)
                 .add("sha256", reference.digest)
                 .take());
  }
  return write_json(JsonObject().add("format", kListFormat).add("references", rows.take()).take());
}

std::string findings_text(const Findings& findings) {
  std::string text;
  for (const auto& finding : findings) {
    text += printable(finding.where, kLongestText) + ": " +
            std::string(word_of(kLintLevels, finding.severity)) + ": " +
            printable(finding.text, kLongestText) + "\n";
  }
  return text;
}

std::string lint_text(const std::vector<LintedFile>& files) {
  std::string text;
  std::size_t count = 0;
  for (const auto& file : files) {
    text += findings_text(file.findings);
    count += file.findings.size();
  }
  return text + counted(count, "finding") + " in " + counted(files.size(), "reference") + "\n";
}

std::string lint_json(const std::vector<LintedFile>& files) {
  JsonArray rows;
  for (const auto& file : files) {
    JsonArray findings;
    for (const auto& finding : file.findings) {
      findings.add(JsonObject()
                       .add("severity", word_of(kLintLevels, finding.severity))
                       .add("where", finding.where)
                       .add("text", finding.text)
                       .take());
    }
    rows.add(JsonObject().add("file", file.file).add("findings", findings.take()).take());
  }
  return write_json(JsonObject().add("format", kLintFormat).add("files", rows.take()).take());
}

bool needs_attention(const std::vector<LintedFile>& files) {
  return std::ranges::any_of(files, [](const LintedFile& file) {
    return std::ranges::any_of(
        file.findings, [](const Finding& finding) { return finding.severity != LintLevel::note; });
  });
}

}  // namespace rackproof
