#include "cli/reporting.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/bundle_export.h"
#include "cli/bundle_rendering.h"
#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "schemas/digest.h"

namespace rackproof {
namespace {

bool is_export(std::string_view format) {
  return std::ranges::find(kExportFormats, format) != kExportFormats.end();
}

ReportAnswer refusal(const Error& error) {
  return {exit_code_of(error), error.message};
}

ReportAnswer answer_of(Result<std::string> text) {
  return text ? ReportAnswer{ExitCode::done, *std::move(text)} : refusal(text.error());
}

/// Renders the page again and compares it with the one in the bundle.
ReportAnswer check(const Loaded& loaded) {
  const auto page = bundle_rendering(loaded, "html");
  if (!page) {
    return refusal(page.error());
  }
  const auto member = loaded.bundle.members.find(bundle::kHtml);
  if (member == loaded.bundle.members.end()) {
    return {ExitCode::failed, loaded.bundle.path + ": holds no report.html"};
  }
  if (member->second.sha256 != sha256_hex(*page)) {
    return {ExitCode::untrusted,
            loaded.bundle.path +
                "/report.html is not what this release renders from the bundle: it was "
                "altered, or made by another release"};
  }
  return {ExitCode::done, "report.html shows what the bundle says\n"};
}

ReportAnswer compared(const Loaded& loaded, const ReportQuestion& question) {
  const auto earlier = load_bundle(question.baseline);
  return earlier ? answer_of(baseline_rendering(*earlier, loaded, question.format))
                 : refusal(earlier.error());
}

/// The statement in an envelope that the key of the question has signed.
ReportAnswer signed_by(const KeyChoice& choice, const std::string& statement) {
  const auto key = open_signer(choice);
  if (!key) {
    return {exit_code_of_input(key.error()), key.error().message};
  }
  return answer_of(seal::seal(statement, **key));
}

ReportAnswer exported(Loaded& loaded, const ReportQuestion& question) {
  auto text = bundle_export(loaded, question.format);
  if (!text && question.format == "svr" && text.error().kind == ErrorKind::unsupported) {
    return {ExitCode::not_pass, text.error().message};  // a judgement, not a failure
  }
  return text && !question.key.empty() ? signed_by(question, *text) : answer_of(std::move(text));
}

}  // namespace

std::string wrong_with(const ReportQuestion& question) {
  const std::string_view format = question.format;
  if (format != "html" && format != "text" && format != "json" && !is_export(format)) {
    return "--format html, text, json, junit, ocptv, sigstore, sigstore-run-record, test-result or "
           "svr";
  }
  if (question.check && !question.baseline.empty()) {
    return "--check and --baseline are two questions";
  }
  if (question.check && is_export(format)) {
    return "--check is about report.html; an export is checked by making it again";
  }
  if (is_export(format) && !question.baseline.empty()) {
    return "--baseline is shown as html, text or json";
  }
  if (!question.key.empty() && (question.check || !is_statement_format(format))) {
    return "--key signs --format test-result or svr";
  }
  return "";
}

ReportAnswer answer(Loaded& loaded, const ReportQuestion& question) {
  if (question.check) {
    return check(loaded);
  }
  if (is_export(question.format)) {
    return exported(loaded, question);
  }
  return question.baseline.empty() ? answer_of(bundle_rendering(loaded, question.format))
                                   : compared(loaded, question);
}

}  // namespace rackproof
