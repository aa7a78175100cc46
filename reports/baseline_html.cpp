#include "reports/baseline_words.h"
#include "reports/figures.h"
#include "reports/html.h"
#include "reports/html_head.h"
#include "reports/html_sections.h"

namespace rackproof {
namespace {

namespace words = baseline_words;

std::string facts(const std::vector<FactChange>& changes) {
  HtmlTable table({"What", "Then", "Now"});
  for (const auto& change : changes) {
    table.row().cell(change.what, "code");
    table.cell(change.earlier.empty() ? "was not there" : change.earlier);
    table.cell(change.later.empty() ? "is not there" : change.later);
  }
  return table.take("Nothing changed.");
}

std::string verdicts(const Comparison& comparison) {
  HtmlTable table({"Criterion", "Device", "Then", "Now", "Change"}, "verdicts");
  for (const auto& change : comparison.verdicts) {
    table.row(words::stands_out(change) ? "invalid" : "").cell(change.criterion);
    table.cell(change.device.empty() ? "nothing was bound" : figures::device_name(change.device),
               "code");
    table.cell(words::side(change.earlier, true), "number");
    table.cell(words::side(change.later, false), "number");
    table.cell(words::movement(change), "number");
  }
  return table.take("Neither report holds a verdict.");
}

void section(std::string_view title, const std::string& content, Html& html) {
  html.open("section").element("h2", title).markup(content).close();
}

}  // namespace

std::string comparison_html(const Comparison& comparison, const Compared& earlier,
                            const Compared& later) {
  Html html;
  html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n").open("head");
  html.markup(html_head("Two reports compared \xE2\x80\x93 " + later.inventory.hostname)).close();
  html.open("body").element("h1", "Two reports compared");
  for (const auto& warning : comparison.warnings) {
    html.open("p", "aborted").element("b", "WARNING").text(" " + warning).close();
  }
  HtmlFacts sides;
  sides.fact("Then", words::report_line(earlier)).fact("Now", words::report_line(later));
  html.markup(sides.take());
  section("Verdicts", verdicts(comparison), html);
  section("Parts", facts(comparison.parts), html);
  section("Software", facts(comparison.software), html);
  section("Environment", facts(comparison.environment), html);
  html.element("p",
               "Nothing was judged anew: this page sets two reports side by side. rackproof verify "
               "answers for each of them. End of comparison.",
               "end");
  return html.take() + "</html>\n";
}

}  // namespace rackproof
