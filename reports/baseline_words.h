#pragma once

#include <string>

#include "reports/baseline.h"

/// How a comparison reads, the same on a terminal and on a page.
namespace rackproof::baseline_words {

/// "report <id> of 2026-11-21 05:17:00 UTC: PASS".
[[nodiscard]] std::string report_line(const Compared& side);
/// "PASS 94.9 GB/s", "new", "gone".
[[nodiscard]] std::string side(const std::optional<Verdict>& verdict, bool earlier);
/// "-3.2 %, beyond uncertainty"; "" where nothing moved.
[[nodiscard]] std::string movement(const VerdictChange& change);
/// Another outcome than before, new, gone, or moved beyond the uncertainty.
[[nodiscard]] bool stands_out(const VerdictChange& change);

}  // namespace rackproof::baseline_words
