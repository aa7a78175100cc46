#include "reports/render_html.h"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/html.h"
#include "reports/html_head.h"
#include "reports/html_sections.h"
#include "schemas/enum_names.h"

namespace rackproof {
namespace {

using Make = Result<std::string> (*)(const ReportView&);

struct Section {
  std::string_view id;
  std::string_view title;
  Make make;
};

constexpr std::string_view kExternalId = "external";

constexpr std::array kSections{
    Section{"item", "The item tested",
            [](const ReportView& view) { return Result(html_sections::item(view)); }},
    Section{"criteria", "Criteria and verdicts",
            [](const ReportView& view) { return Result(html_sections::criteria(view)); }},
    Section{"not-judged", "Not judged, not covered",
            [](const ReportView& view) { return Result(html_sections::not_judged(view)); }},
    Section{"plots", "Over the phases", html_sections::plots},
    Section{"run", "What was run", html_sections::run},
    Section{kExternalId, "External results",
            [](const ReportView& view) { return Result(html_sections::external(view)); }},
    Section{"readings", "What was read", html_sections::readings},
    Section{"conditions", "Conditions and instruments",
            [](const ReportView& view) { return Result(html_sections::conditions(view)); }},
    Section{"binding", "Seals and digests",
            [](const ReportView& view) { return Result(html_sections::binding(view)); }},
    Section{"evidence", "Evidence",
            [](const ReportView& view) { return Result(html_sections::evidence(view)); }},
    Section{"scope", "Scope",
            [](const ReportView& view) { return Result(html_sections::scope(view)); }},
};

std::string head(const ReportView& view) {
  const auto simulated = view.report.simulated ? "SIMULATED \xE2\x80\x93 " : "";
  return html_head(simulated + view.report.title + " \xE2\x80\x93 " +
                   std::string(word_of(kOutcomes, view.report.judgement.overall)) +
                   " \xE2\x80\x93 " + view.inventory.hostname);
}

/// The sections that this report has: external results only where some were handed over.
std::vector<Section> sections_of(const ReportView& view) {
  std::vector<Section> sections;
  for (const auto& section : kSections) {
    if (section.id != kExternalId || !view.record.external_results.empty()) {
      sections.push_back(section);
    }
  }
  return sections;
}

std::string contents(const std::vector<Section>& sections) {
  Html html;
  html.open("nav").element("p",
                           "This document is one file in one part of " +
                               std::to_string(sections.size()) +
                               " sections; it is whole when it ends with the words \"End of "
                               "report\".",
                           "source");
  html.open("ol");
  for (const auto& section : sections) {
    html.open("li").markup("<a href=\"#" + std::string(section.id) + "\">");
    html.text(section.title).markup("</a>").close();
  }
  return html.take();
}

}  // namespace

Result<std::string> render_html(const ReportView& view) {
  Html html;
  html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n").open("head").markup(head(view)).close();
  const auto sections = sections_of(view);
  html.open("body").markup(html_sections::front(view)).markup(contents(sections));
  std::size_t number = 0;
  for (const auto& section : sections) {
    auto content = section.make(view);
    if (!content) {
      return std::move(content).error();
    }
    html.markup("<section id=\"" + std::string(section.id) + "\">\n").open("h2");
    html.element("span", std::to_string(++number), "no").text(section.title).close();
    html.markup(*content).markup("</section>\n");
  }
  return html.take() + "</html>\n";
}

}  // namespace rackproof
