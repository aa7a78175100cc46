#include "reports/recorded_facts.h"

#include <algorithm>
#include <tuple>

namespace rackproof {
namespace {

bool fact_before(const Fact& one, const Fact& other) {
  return std::tie(one.name, one.value, one.unit) < std::tie(other.name, other.value, other.unit);
}

bool mismatch_before(const Mismatch& one, const Mismatch& other) {
  const auto all = [](const Mismatch& each) {
    return std::tie(each.device, each.where, each.expected, each.actual, each.mask,
                    each.after_seconds);
  };
  return all(one) < all(other);
}

template <typename T>
bool list_before(const std::vector<T>& one, const std::vector<T>& other,
                 bool (*before)(const T&, const T&)) {
  return std::lexicographical_compare(one.begin(), one.end(), other.begin(), other.end(), before);
}

/// The rest of a step but for its lists.
auto plain(const Step& step) {
  return std::tie(step.phase, step.workload, step.status, step.reason, step.measured_from,
                  step.finished, step.planned_seconds, step.seed, step.self_check,
                  step.canary.planted, step.canary.caught, step.checks, step.mismatch_count,
                  step.log, step.command);
}

}  // namespace

// An order of all that they say, to find them by. Whether they are the same is asked of == alone:
// what is left out here makes finding slow and nothing else.
bool RecordedFacts::Before::operator()(const Step* one, const Step* other) const {
  if (one->attempt != other->attempt) {  // mostly enough
    return one->attempt < other->attempt;
  }
  if (one->started != other->started) {
    return one->started < other->started;
  }
  if (plain(*one) != plain(*other)) {
    return plain(*one) < plain(*other);
  }
  return one->facts != other->facts
             ? list_before(one->facts, other->facts, fact_before)
             : list_before(one->mismatches, other->mismatches, mismatch_before);
}

bool RecordedFacts::Before::operator()(const Disturbance* one, const Disturbance* other) const {
  if (one->at != other->at) {
    return one->at < other->at;
  }
  const auto all = [](const Disturbance& each) {
    return std::tie(each.code, each.text, each.phase, each.touches);
  };
  return all(*one) < all(*other);
}

RecordedFacts::RecordedFacts(const RunRecord& record)
    : record_(record), told_(record.steps.size(), false) {
  for (std::size_t place = 0; place < record.steps.size(); ++place) {
    steps_[&record.steps[place]].places.push_back(place);
  }
  for (const auto& disturbance : record.disturbances) {
    disturbances_.insert(&disturbance);
  }
}

bool RecordedFacts::tell(const Step& step) {
  const auto found = steps_.find(&step);
  if (found == steps_.end()) {
    return false;
  }
  auto& [places, told] = found->second;
  for (auto i = told; i < places.size(); ++i) {
    if (told_[places[i]] || !(record_.steps[places[i]] == step)) {
      continue;
    }
    told_[places[i]] = true;
    while (told < places.size() && told_[places[told]]) {
      ++told;
    }
    return true;
  }
  return false;
}

bool RecordedFacts::tells(const Disturbance& disturbance) const {
  const auto [from, to] = disturbances_.equal_range(&disturbance);
  return std::any_of(from, to,
                     [&disturbance](const Disturbance* each) { return *each == disturbance; });
}

}  // namespace rackproof
