#pragma once

#include <string>
#include <vector>

namespace rackproof {

/// A small line of values in order as inline SVG, scaled from zero (or the lowest, below zero) to
/// the highest, named `label` for those who do not see it; "" for fewer than two values. More than
/// a few hundred are drawn as the lowest of each stretch, so that no dip is lost.
[[nodiscard]] std::string sparkline(const std::vector<double>& values, const std::string& label);

}  // namespace rackproof
