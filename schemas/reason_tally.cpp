#include "schemas/reason_tally.h"

#include <algorithm>
#include <cmath>

namespace rackproof {

bool ReasonTally::add_if_missing(const Reading& reading) {
  if (const auto* why = std::get_if<Error>(&reading)) {
    ++reasons_[{why->kind, why->message}];
  } else if (!std::isfinite(as_double(reading))) {
    ++reasons_[{ErrorKind::malformed, "the value is not a finite number"}];
  } else {
    return false;
  }
  ++total_;
  return true;
}

bool ReasonTally::holds(ErrorKind kind) const {
  const auto first = reasons_.lower_bound({kind, ""});
  return first != reasons_.end() && first->first.first == kind;
}

bool ReasonTally::only_not_offered() const {
  return !reasons_.empty() && std::ranges::all_of(reasons_, [](const auto& entry) {
    const auto kind = entry.first.first;
    return kind == ErrorKind::absent || kind == ErrorKind::unsupported ||
           kind == ErrorKind::not_observable;
  });
}

ReasonTally::Reasons::const_iterator ReasonTally::most_frequent() const {
  return std::ranges::max_element(reasons_,
                                  [](const auto& a, const auto& b) { return a.second < b.second; });
}

std::optional<Error> ReasonTally::usual() const {
  if (reasons_.empty()) {
    return std::nullopt;
  }
  const auto& [kind, message] = most_frequent()->first;
  return Error{kind, message};
}

std::string ReasonTally::usual_text() const {
  if (reasons_.empty()) {
    return "";
  }
  const auto usual = most_frequent();
  const auto& [kind, message] = usual->first;
  std::string text(to_string(kind));
  if (!message.empty()) {
    text += ": " + message;
  }
  return text + " (" + std::to_string(usual->second) + " of " + std::to_string(total_) + ")";
}

}  // namespace rackproof
