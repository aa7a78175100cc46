#include "probes/redfish/told_once.h"

#include <algorithm>

namespace rackproof::redfish {
namespace {

void keep(std::deque<BmcEvent>& events, const BmcEvent& event) {
  events.push_back(event);
  if (events.size() > ToldOnce::kMost) {
    events.pop_front();
  }
}

/// Whether it was among them; then no longer.
bool take_out(std::deque<BmcEvent>& events, const BmcEvent& event) {
  const auto found = std::ranges::find_if(
      events, [&event](const BmcEvent& each) { return is_same_event(each, event); });
  if (found == events.end()) {
    return false;
  }
  events.erase(found);
  return true;
}

}  // namespace

bool ToldOnce::is_news_of_log(const BmcEvent& event) {
  if (take_out(by_stream_, event)) {
    return false;
  }
  keep(by_log_, event);
  return true;
}

bool ToldOnce::is_news_of_stream(const BmcEvent& event) {
  if (take_out(repeatable_, event)) {
    return false;
  }
  repeatable_.clear();
  keep(said_, event);
  if (take_out(by_log_, event)) {
    return false;
  }
  keep(by_stream_, event);
  return true;
}

void ToldOnce::remember(const BmcEvent& event) {
  keep(by_log_, event);
}

}  // namespace rackproof::redfish
