#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/metric.h"
#include "schemas/result.h"

namespace rackproof {

/// What every name that a site declares begins with; the catalogue never has such a name.
inline constexpr std::string_view kSiteMetricPrefix = "site_";

/// A metric as a site writes it down.
struct SiteMetricDeclaration {
  std::string name;  ///< site_..., ends with its unit; a counter ends in _total.
  Unit unit = Unit::one;
  MetricKind kind = MetricKind::gauge;  ///< Gauge or counter.
  std::string help;                     ///< One sentence with its full stop.
};

/// The metrics that a site has declared for one run, beside the catalogue. A row stays where it is
/// until this object goes, also when the object is moved: whoever composes the program owns it and
/// keeps it longer than every probe, sample and store that knows a row. Read by any thread once it
/// no longer grows.
class SiteMetrics {
 public:
  /// Error{malformed} says what is wrong with the declaration; a name is declared once.
  Result<const Metric*> add(SiteMetricDeclaration declaration);

  /// The row named `name`, or nullptr.
  [[nodiscard]] const Metric* find(std::string_view name) const;
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

 private:
  /// The metric's texts are views into the two others.
  struct Row {
    std::string name;
    std::string help;
    Metric metric;
  };
  std::vector<std::unique_ptr<const Row>> rows_;
};

/// The row named `name` in the catalogue, else among the site's, else nullptr.
[[nodiscard]] const Metric* find_metric(std::string_view name, const SiteMetrics& site);

}  // namespace rackproof
