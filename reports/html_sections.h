#pragma once

#include <string>

#include "reports/report_view.h"
#include "schemas/result.h"

/// The parts of report.html, each the content of one section without its heading.
namespace rackproof::html_sections {

/// Title, SIMULATED banner, the overall verdict and why, who issued it for whom.
[[nodiscard]] std::string front(const ReportView& view);
/// Digests and keys that tie this page to its evidence, and where the four answers come from.
[[nodiscard]] std::string binding(const ReportView& view);
/// The device under test: identity, parts, software.
[[nodiscard]] std::string item(const ReportView& view);
/// Every criterion with its limit and source, and every verdict with its margin and reason.
[[nodiscard]] std::string criteria(const ReportView& view);
/// What was not judged, and what this report does not say.
[[nodiscard]] std::string not_judged(const ReportView& view);
/// Temperature, power, rates and error counts over the phases.
[[nodiscard]] Result<std::string> plots(const ReportView& view);
/// Every attempt at every step: what it did, whether its answers were right, what it measured and
/// how that was judged, how to do it again.
[[nodiscard]] Result<std::string> run(const ReportView& view);
/// Probes, metrics, and what could not be read and why.
[[nodiscard]] Result<std::string> readings(const ReportView& view);
/// Environment, instruments, disturbances, deviations, clock.
[[nodiscard]] std::string conditions(const ReportView& view);
/// What other tools said of themselves; "" where none was handed over.
[[nodiscard]] std::string external(const ReportView& view);
/// The evidence manifest.
[[nodiscard]] std::string evidence(const ReportView& view);
/// What the results are about, what ends them, and the end marker.
[[nodiscard]] std::string scope(const ReportView& view);

/// A badge with the word of an outcome.
[[nodiscard]] std::string badge(Outcome outcome);
/// A list of sentences, or `none` as a paragraph.
[[nodiscard]] std::string sentences(const std::vector<std::string>& items, std::string_view none);

}  // namespace rackproof::html_sections
