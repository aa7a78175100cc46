#include "cli/bundle_export.h"

#include <utility>

#include "cli/bundle_view.h"
#include "reports/render_junit.h"
#include "reports/render_ocptv.h"
#include "reports/reproduce.h"

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

}  // namespace

Result<std::string> bundle_export(Loaded& loaded, std::string_view format) {
  auto view = view_of(loaded);
  if (!view) {
    return std::move(view).error();
  }
  if (auto reproduced = check_reproduced(loaded); !reproduced) {
    return std::move(reproduced).error();
  }
  if (format == "junit") {
    return render_junit(*view);
  }
  if (format == "ocptv") {
    return render_ocptv(*view);
  }
  return Error{ErrorKind::unsupported, "no such format: " + std::string(format)};
}

}  // namespace rackproof
