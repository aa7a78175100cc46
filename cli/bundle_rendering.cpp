#include "cli/bundle_rendering.h"

#include <utility>

#include "cli/bundle_view.h"
#include "reports/baseline.h"
#include "reports/render_html.h"
#include "reports/render_text.h"

namespace rackproof {

Result<std::string> bundle_rendering(const Loaded& loaded, std::string_view format) {
  auto view = view_of(loaded);
  if (!view) {
    return std::move(view).error();
  }
  if (format == "json") {
    return loaded.report_payload;
  }
  return format == "html" ? render_html(*view) : render_text(*view);
}

Result<std::string> baseline_rendering(const Loaded& earlier, const Loaded& later,
                                       std::string_view format) {
  if (!earlier.has_report() || !later.has_report()) {
    const auto& lacking = earlier.has_report() ? later : earlier;
    return Error{ErrorKind::absent, lacking.bundle.path + ": holds no report to compare"};
  }
  const Compared then{earlier.report.report, earlier.run_record.record, earlier.inventory};
  const Compared now{later.report.report, later.run_record.record, later.inventory};
  const auto comparison = compare(then, now);
  if (format == "json") {
    return comparison_json(comparison, then, now);
  }
  return format == "html" ? comparison_html(comparison, then, now)
                          : comparison_text(comparison, then, now);
}

}  // namespace rackproof
