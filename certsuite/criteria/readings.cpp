#include "certsuite/criteria/readings.h"

#include <utility>

namespace rackproof::criteria {

Readings::Readings(Series series) {
  readable_.reserve(series.size());
  for (auto& point : series) {
    if (!reasons_.add_if_missing(point.reading)) {
      readable_.push_back(std::move(point));
    }
  }
  usual_reason_ = reasons_.usual_text();
}

std::vector<double> Readings::values() const {
  std::vector<double> values;
  values.reserve(readable_.size());
  for (const auto& point : readable_) {
    values.push_back(as_double(point.reading));
  }
  return values;
}

bool Readings::never_offered() const {
  return readable_.empty() && reasons_.only_not_offered();
}

}  // namespace rackproof::criteria
