#include "cli/bundle_export.h"

#include <utility>

#include "cli/bundle_view.h"
#include "reports/bundle.h"
#include "reports/companions.h"
#include "reports/render_junit.h"
#include "reports/render_ocptv.h"
#include "reports/reproduce.h"
#include "reports/sigstore_bundle.h"

namespace rackproof {
namespace {

/// That the verdicts are those that the evidence gives: the words may be another release's.
Result<void> check_reproduced(Loaded& loaded) {
  const auto found = judge_loaded(loaded);
  if (!found) {
    return found.error();
  }
  const auto lines = differences(loaded.report.report.judgement, *found, Wording::may_differ);
  return lines.empty() ? Result<void>()
                       : Error{ErrorKind::untrusted,
                               loaded.bundle.path + ": " + lines.front() + ": not exported"};
}

/// Of the report as it was sealed.
Result<std::string> sealed_report(const Loaded& loaded) {
  const auto envelope = loaded.bundle.bytes(bundle::kReportSealed);
  if (!envelope) {
    return Error{ErrorKind::absent,
                 loaded.bundle.path +
                     ": the report is not sealed, and a Sigstore bundle carries its signature"};
  }
  return sigstore_bundle(*envelope);
}

Result<std::string> made(const Loaded& loaded, const ReportView& view, std::string_view format) {
  if (format == "junit") {
    return render_junit(view);
  }
  if (format == "ocptv") {
    return render_ocptv(view);
  }
  if (format == "sigstore") {
    return sealed_report(loaded);
  }
  if (format == "test-result") {
    return test_result_statement(view);
  }
  if (format == "svr") {
    return svr_statement(view);
  }
  return Error{ErrorKind::unsupported, "no such format: " + std::string(format)};
}

}  // namespace

Result<std::string> bundle_export(Loaded& loaded, std::string_view format) {
  auto view = view_of(loaded);
  if (!view) {
    return std::move(view).error();
  }
  if (auto reproduced = check_reproduced(loaded); !reproduced) {
    return std::move(reproduced).error();
  }
  return made(loaded, *view, format);
}

}  // namespace rackproof
