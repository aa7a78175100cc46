#include "probes/redfish/bmc_reader.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "probes/survey.h"

namespace rackproof::redfish {
namespace {

using Series = std::pair<DeviceHandle, const Metric*>;

/// Of what the walk could not have, in one pass; at 20 requests a second under two seconds of it.
constexpr std::size_t kMostAgain = 32;

std::string_view without_fragment(std::string_view source) {
  return source.substr(0, source.find('#'));
}

Error no_time() {
  return Error{ErrorKind::timed_out, "no time is left for it"};
}

/// Why a series of the walk is not among what a pass gave.
Error why_missing(const RedfishReading& walked, const std::vector<Unreadable>& unreadable) {
  const auto document = without_fragment(walked.source);
  const auto found = std::ranges::find_if(unreadable, [document](const Unreadable& entry) {
    return without_fragment(entry.what) == document;
  });
  if (found != unreadable.end()) {
    return found->why;
  }
  return unreadable.empty() ? Error{ErrorKind::absent, walked.source + ": no longer there"}
                            : unreadable.front().why;
}

}  // namespace

BmcReader::BmcReader(BmcConfig bmc, std::string state_directory, const Clock& clock)
    : bmc_(std::move(bmc)),
      state_directory_(std::move(state_directory)),
      clock_(clock),
      name_("redfish:" + bmc_.name),
      root_(std::string(kBmcIdPrefix) + bmc_.name),
      events_(root_) {}

Result<Discovery> BmcReader::discover() {
  if (auto walked = walk(); !walked) {
    return std::move(walked).error();
  }
  told_ = walk_->tree().devices.size();
  return discovery();
}

/// Where no reading could be had, log and stream may still tell why.
Result<ProbeReading> BmcReader::read() {
  if (!walk_) {
    return Error{ErrorKind::io, "was not walked"};
  }
  if (std::exchange(walk_is_unread_, false) && is_recent()) {
    auto events = take_events();
    return reading_of(walk_->tree().readings, std::move(events));
  }
  session_->begin_pass();
  std::vector<Unreadable> unreadable;
  auto readings = read_redfish(fetcher(), walk_->tree().plan, unreadable);
  auto events = take_events();
  go_on(readings);
  const bool none = readings.empty() && !unreadable.empty();
  if (!hurried_) {  // else what was not asked for would be told as not had
    add_missing(readings, unreadable);
  }
  auto reading = reading_of(std::move(readings), std::move(events));
  if (none && reading.events.empty() && !reading.found) {
    return unreadable.front().why;
  }
  return reading;
}

Fetch BmcReader::fetcher() {
  return [this, fetch = session_->fetcher()](std::string_view uri) -> Result<std::string> {
    return hurried_ ? no_time() : fetch(uri);
  };
}

OpenStream BmcReader::stream_opener() {
  return [this](const std::string& uri) -> Result<std::unique_ptr<ByteStream>> {
    return hurried_ ? no_time() : session_->stream(uri);
  };
}

bool BmcReader::is_recent() const {
  return clock_.monotonic() - walked_ < bmc_.limits.period;
}

Result<void> BmcReader::walk() {
  if (walk_ && is_recent()) {
    return {};
  }
  if (!session_) {
    auto opened = RedfishSession::open(bmc_, state_directory_, clock_);
    if (!opened) {
      return std::move(opened).error();
    }
    session_ = *std::move(opened);
  }
  session_->begin_pass();
  WalkLimits limits;
  limits.root_id = root_;
  limits.parent = root_;
  Walk walk(fetcher(), limits);
  if (auto begun = walk.begin(); !begun) {
    return std::move(begun).error();
  }
  walk_ = std::move(walk);
  events_.follow(walk_->tree());
  walked_ = clock_.monotonic();
  walk_is_unread_ = true;
  return {};
}

Device BmcReader::root() const {
  auto device = device_of(root_, DeviceKind::bmc);
  device.position = bmc_.name;
  device.attributes["url"] = bmc_.peer.origin;
  return device;
}

/// Its own is the last: the walk's keep their places.
Devices BmcReader::devices() const {
  auto all = walk_->tree().devices;
  all.push_back(root());
  return all;
}

Discovery BmcReader::discovery() const {
  Discovery found;
  found.devices = devices();
  found.software = walk_->tree().software;
  for (auto& version : found.software) {
    version.name = name_ + ":" + version.name;
  }
  found.unreadable = walk_->tree().unreadable;
  for (auto& entry : found.unreadable) {
    entry.probe = name_;
  }
  return found;
}

void BmcReader::add_missing(RedfishReadings& readings,
                            const std::vector<Unreadable>& unreadable) const {
  std::set<Series> have;
  for (const auto& reading : readings) {
    have.emplace(reading.device, reading.metric);
  }
  for (const auto& walked : walk_->tree().readings) {
    if (have.emplace(walked.device, walked.metric).second) {
      auto missing = walked;
      missing.reading = why_missing(walked, unreadable);
      readings.push_back(std::move(missing));
    }
  }
}

/// Behind the readings, with the time that is left: they do not wait for logs.
Events BmcReader::take_events() {
  return hurried_ ? Events() : events_.read(fetcher(), stream_opener(), clock_.now());
}

/// What the walk could not have is asked for last: it may keep the pass waiting.
void BmcReader::go_on(RedfishReadings& readings) {
  if (hurried_) {
    return;
  }
  const auto known = walk_->tree().documents;
  auto more = walk_->go_on(kMostAgain);
  SeriesSet all;
  all.add(std::move(readings));
  all.add(std::move(more));
  readings = all.take();
  if (walk_->tree().documents != known) {
    events_.follow(walk_->tree());
  }
}

ProbeReading BmcReader::reading_of(RedfishReadings readings, Events events) {
  const auto length = walk_->tree().devices.size();
  auto missing = walk_->unread().readings(static_cast<DeviceHandle>(length));
  std::ranges::move(missing, std::back_inserter(readings));
  ProbeReading reading{samples_of(readings), std::move(events)};
  if (std::exchange(told_, length) != length) {
    reading.found = devices();
  }
  return reading;
}

/// Times are ours: a BMC's clock may be years off. What is not known by its
/// document is as old as the pass.
Samples BmcReader::samples_of(const RedfishReadings& readings) const {
  Samples samples;
  samples.reserve(readings.size());
  const auto now = clock_.now();
  for (const auto& reading : readings) {
    const auto age = session_->age_of(without_fragment(reading.source));
    samples.push_back({reading.device, reading.metric, now - age, reading.reading});
  }
  return samples;
}

}  // namespace rackproof::redfish
