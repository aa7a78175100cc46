#pragma once

#include <string>
#include <string_view>

namespace rackproof {

/// What stands in the head of each of our pages: a policy under which nothing is fetched and no
/// script runs, the title, the style sheet.
[[nodiscard]] std::string html_head(std::string_view title);

}  // namespace rackproof
