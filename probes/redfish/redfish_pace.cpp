#include "probes/redfish/redfish_pace.h"

#include <algorithm>
#include <string>
#include <utility>

namespace rackproof::redfish {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr nanoseconds kLongestRest = std::chrono::hours(1);
constexpr nanoseconds kShortRest = std::chrono::seconds(5);  ///< Waited for within a pass.

std::string seconds_text(nanoseconds duration) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(duration).count()) + " s";
}

}  // namespace

RedfishPace::RedfishPace(const Clock& clock, const RedfishLimits& limits, Pause pause)
    : clock_(clock), limits_(limits), pause_(std::move(pause)) {
  begin_pass();
}

void RedfishPace::begin_pass() {
  pass_ends_ = clock_.monotonic() + limits_.pass;
}

Result<milliseconds> RedfishPace::turn() {
  const auto now = clock_.monotonic();
  if (resting_until_ - now > kShortRest) {
    return Error{why_resting_.kind, why_resting_.message + "; left alone for " +
                                        seconds_text(resting_until_ - now) + " more"};
  }
  const auto begins = std::max({now, next_, resting_until_});
  if (begins >= pass_ends_) {
    return Error{ErrorKind::timed_out,
                 "the " + seconds_text(limits_.pass) + " of this pass are used up"};
  }
  if (begins > now) {
    pause_(begins - now);
  }
  const auto interval = std::chrono::duration<double>(1 / limits_.requests_per_second);
  next_ = begins + std::chrono::duration_cast<nanoseconds>(interval);
  const auto left = std::chrono::floor<milliseconds>(pass_ends_ - begins);
  return std::clamp(limits_.request, milliseconds(1), std::max(left, milliseconds(1)));
}

void RedfishPace::rest(nanoseconds duration, Error why) {
  resting_until_ = clock_.monotonic() + std::clamp(duration, nanoseconds(0), kLongestRest);
  why_resting_ = std::move(why);
}

}  // namespace rackproof::redfish
