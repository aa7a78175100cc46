#include "cli/bundle_export.h"

#include <utility>

#include "cli/bundle_view.h"
#include "reports/bundle.h"
#include "reports/bundle_members.h"
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

std::string_view bytes_or_none(const Bundle& bundle, std::string_view member) {
  const auto bytes = bundle.has(member) ? bundle.bytes(member) : Result<std::string_view>("");
  return bytes ? *bytes : std::string_view();
}

/// Of the report, or of the run record, as it was sealed.
Result<std::string> sealed_statement(const Bundle& bundle, bool of_run_record) {
  const auto envelope =
      bytes_or_none(bundle, of_run_record ? bundle::kRunRecordSealed : bundle::kReportSealed);
  if (envelope.empty()) {
    return Error{ErrorKind::absent,
                 bundle.path + ": the " + (of_run_record ? "run record" : "report") +
                     " is not sealed, and a Sigstore bundle carries its signature"};
  }
  auto exported =
      sigstore_bundle({.envelope = envelope,
                       .chain = bytes_or_none(
                           bundle, of_run_record ? bundle::kRunRecordChain : bundle::kReportChain),
                       .stamp = bytes_or_none(bundle, stamp_member(of_run_record, 0))});
  return exported ? std::move(exported)
                  : Result<std::string>(std::move(exported).error().during(bundle.path));
}

Result<std::string> made(const Loaded& loaded, const ReportView& view, std::string_view format) {
  if (format == "junit") {
    return render_junit(view);
  }
  if (format == "ocptv") {
    return render_ocptv(view);
  }
  if (format == "sigstore") {
    return sealed_statement(loaded.bundle, false);
  }
  if (format == "sigstore-run-record") {
    return sealed_statement(loaded.bundle, true);
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
