#include "schemas/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace rackproof {
namespace {

constexpr std::size_t kFewestRepeats = 3;
constexpr double kCoverage = 2;  // k of the expanded uncertainty, about 95 %

}  // namespace

std::optional<int> percent_of(Statistic statistic) {
  switch (statistic) {
    case Statistic::min:
      return 0;
    case Statistic::p01:
      return 1;
    case Statistic::p05:
      return 5;
    case Statistic::median:
      return 50;
    case Statistic::p95:
      return 95;
    case Statistic::p99:
      return 99;
    case Statistic::max:
      return 100;
    default:
      return std::nullopt;
  }
}

std::size_t nearest_rank(int percent, std::size_t count) {
  // In whole numbers: 0.07 * 100 is more than 7 in binary.
  const auto rank = (static_cast<std::size_t>(percent) * count + 99) / 100;
  return std::max<std::size_t>(rank, 1) - 1;
}

double quantile(std::span<const double> values, int percent) {
  std::vector<double> parted(values.begin(), values.end());
  const auto rank = nearest_rank(percent, parted.size());
  const auto place = parted.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(parted.begin(), place, parted.end());
  return *place;
}

double total(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum;
}

double mean(std::span<const double> values) {
  return total(values) / static_cast<double>(values.size());
}

std::optional<double> type_a_uncertainty(std::span<const double> values) {
  if (values.size() < kFewestRepeats) {
    return std::nullopt;
  }
  const double middle = mean(values);
  double squares = 0;
  for (const double value : values) {
    const double off = value - middle;
    squares += off * off;
  }
  const auto n = static_cast<double>(values.size());
  const double expanded = kCoverage * std::sqrt(squares / (n - 1) / n);
  if (!std::isfinite(expanded) || expanded <= 0) {
    return std::nullopt;
  }
  return expanded;
}

std::optional<double> drift_of(const Series& readable) {
  if (readable.empty()) {
    return std::nullopt;
  }
  const auto end = readable.back().taken_at;
  const auto length = end - readable.front().taken_at;
  const auto before_last =
      end - length / 4;  // in whole nanoseconds: no build rounds them otherwise
  const auto half = end - length / 2;
  std::vector<double> earlier;
  std::vector<double> later;
  for (const auto& point : readable) {
    if (point.taken_at > before_last) {
      later.push_back(as_double(point.reading));
    } else if (point.taken_at > half) {
      earlier.push_back(as_double(point.reading));
    }
  }
  if (earlier.empty() || later.empty()) {
    return std::nullopt;
  }
  return std::abs(mean(later) - mean(earlier));
}

double statistic_of(Statistic statistic, std::span<const double> values) {
  switch (statistic) {
    case Statistic::min:
      return *std::ranges::min_element(values);
    case Statistic::max:
      return *std::ranges::max_element(values);
    case Statistic::mean:
      return mean(values);
    case Statistic::median:
    case Statistic::p01:
    case Statistic::p05:
    case Statistic::p95:
    case Statistic::p99:
      return quantile(values, *percent_of(statistic));
    case Statistic::first:
      return values.front();
    case Statistic::count:
      return static_cast<double>(values.size());
    case Statistic::last:
    case Statistic::growth:
    case Statistic::rate:
    case Statistic::drift:
      break;
  }
  return values.back();
}

}  // namespace rackproof
