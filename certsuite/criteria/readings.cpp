#include "certsuite/criteria/readings.h"

#include <algorithm>
#include <cmath>

namespace rackproof::criteria {

Readings::Readings(Series series) {
  readable_.reserve(series.size());
  for (auto& point : series) {
    if (const auto* why = std::get_if<Error>(&point.reading)) {
      miss(*why);
    } else if (!std::isfinite(as_double(point.reading))) {
      miss(Error{ErrorKind::malformed, "the value is not a finite number"});
    } else {
      readable_.push_back(std::move(point));
    }
  }
}

void Readings::miss(const Error& why) {
  ++missing_;
  saturated_ = saturated_ || why.kind == ErrorKind::saturated;
  ++reasons_[{why.kind, why.message}];
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
  return readable_.empty() && !reasons_.empty() &&
         std::ranges::all_of(reasons_, [](const auto& entry) {
           const auto kind = entry.first.first;
           return kind == ErrorKind::absent || kind == ErrorKind::unsupported ||
                  kind == ErrorKind::not_observable;
         });
}

std::string Readings::usual_reason() const {
  if (reasons_.empty()) {
    return "";
  }
  const auto usual = std::ranges::max_element(
      reasons_, [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto& [kind, message] = usual->first;
  std::string text(to_string(kind));
  if (!message.empty()) {
    text += ": " + message;
  }
  return text + " (" + std::to_string(usual->second) + " of " + std::to_string(missing_) + ")";
}

}  // namespace rackproof::criteria
