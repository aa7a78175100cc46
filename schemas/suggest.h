#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rackproof {

/// The candidate nearest to a mistyped `word` (edit distance with transpositions), or "" when none
/// is near enough to be meant: at most one edit for every three letters, at least one.
[[nodiscard]] std::string closest_word(std::string_view word,
                                       const std::vector<std::string>& candidates);

/// " (did you mean 'x'?)" ready to be appended to a complaint; "" when nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace rackproof
