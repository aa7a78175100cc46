#include "reports/baseline_words.h"
#include "reports/figures.h"
#include "reports/text_page.h"

namespace rackproof {
namespace {

namespace words = baseline_words;

void facts(std::string_view title, const std::vector<FactChange>& changes, TextPage& page) {
  page.heading(title, '-');
  for (const auto& change : changes) {
    page.paragraph(change.what);
    page.fact("then", change.earlier.empty() ? "was not there" : change.earlier, 2);
    page.fact("now", change.later.empty() ? "is not there" : change.later, 2);
  }
  if (changes.empty()) {
    page.paragraph("Nothing changed.");
  }
  page.blank();
}

void line(const VerdictChange& change, TextPage& page) {
  page.paragraph(change.criterion +
                 (change.device.empty() ? "" : " on " + figures::device_name(change.device)));
  page.fact("then", words::side(change.earlier, true), 2);
  page.fact("now", words::side(change.later, false), 2);
  const auto moved = words::movement(change);
  if (!moved.empty()) {
    page.fact("change", moved, 2);
  }
}

void verdicts(std::string_view title, const Comparison& comparison, bool standing_out,
              TextPage& page) {
  page.heading(title, '-');
  bool any = false;
  for (const auto& change : comparison.verdicts) {
    if (words::stands_out(change) == standing_out) {
      line(change, page);
      any = true;
    }
  }
  if (!any) {
    page.paragraph("None.");
  }
  page.blank();
}

}  // namespace

std::string comparison_text(const Comparison& comparison, const Compared& earlier,
                            const Compared& later) {
  TextPage page;
  page.heading("Two reports compared", '=');
  for (const auto& warning : comparison.warnings) {
    page.paragraph("WARNING: " + warning);
  }
  page.blank().fact("then", words::report_line(earlier)).fact("now", words::report_line(later));
  page.blank();
  verdicts("What stands out", comparison, true, page);
  verdicts("The rest", comparison, false, page);
  facts("Parts", comparison.parts, page);
  facts("Software", comparison.software, page);
  facts("Environment", comparison.environment, page);
  page.paragraph(
      "Nothing was judged anew: this sets two reports side by side. rackproof verify answers for "
      "each of them.");
  return page.take();
}

}  // namespace rackproof
