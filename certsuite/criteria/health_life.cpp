#include "certsuite/criteria/health_life.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "certsuite/criteria/binding.h"

namespace rackproof::criteria {
namespace {

/// Prometheus is asked for the last reading of at most so many silent devices at once.
constexpr std::size_t kLastAtOnce = 200;

/// Kinds that come and go with a driver or with a sleeping chip: their silence is no loss.
constexpr std::array kMaySleep{
    DeviceKind::temperature_sensor,
    DeviceKind::power_sensor,
    DeviceKind::voltage_sensor,
    DeviceKind::current_sensor,
    DeviceKind::fan,
    DeviceKind::sensor,
    DeviceKind::thermal_zone,
    DeviceKind::cooling_device,
    DeviceKind::sensor_chip,
    DeviceKind::network_interface,
    DeviceKind::accelerator_partition,
};

std::string kind_word(DeviceKind kind) {
  return std::string(word_of(kDeviceKinds, kind));
}

/// The devices of `bound` that are read, by id.
std::map<std::string, const Device*> read_devices(const std::vector<Bound>& bound,
                                                  const Unread& unread) {
  std::map<std::string, const Device*> read;
  for (const auto& each : bound) {
    if (!unread.contains(each.device->id)) {
      read.emplace(each.device->id, each.device);
    }
  }
  return read;
}

/// How many of a kind the references declare at most.
std::int64_t declared_in(const std::vector<Bound>& bound, DeviceKind kind) {
  std::int64_t declared = 0;
  for (const auto& each : bound) {
    declared = std::max(declared, declared_count(*each.reference->architecture, kind));
  }
  return declared;
}

class Telling {
 public:
  Telling(const std::vector<Bound>& bound, const Unread& unread)
      : bound_(bound), read_(read_devices(bound, unread)) {}

  [[nodiscard]] Absence of(const Device& device, const LastSeen& seen) const {
    if (!seen.remembered) {
      return Absence::forgotten;
    }
    std::int64_t alike = 0;
    bool in_its_place = false;
    for (const auto& [id, other] : read_) {
      alike += other->kind == device.kind ? 1 : 0;
      in_its_place =
          in_its_place || (other->kind == device.kind && !device.position.empty() &&
                           other->position == device.position && other->parent == device.parent);
    }
    const auto declared = declared_in(bound_, device.kind);
    if (in_its_place || (declared > 0 && alike >= declared)) {
      return Absence::replaced;
    }
    const bool may_sleep = std::ranges::find(kMaySleep, device.kind) != kMaySleep.end();
    return alike > 0 && !may_sleep ? Absence::gone : Absence::silent;
  }

 private:
  const std::vector<Bound>& bound_;
  std::map<std::string, const Device*> read_;
};

/// The last one of a series of which no single reading is kept any more, where that was not too
/// long ago; `point` where there is one.
Result<std::optional<Point>> last_kept(TelemetrySource& source, const SeriesKey& key,
                                       const std::optional<Point>& point, UtcTime now) {
  return point ? Result<std::optional<Point>>(point)
               : source.last_value(key, {now - kRemembered, now});
}

/// Where nothing is forgotten, a last reading that is not told is one that nobody could look up.
void note_last(const Result<std::optional<Point>>& found, bool forgets, UtcTime now,
               LastSeen& known) {
  if (!found) {
    return;
  }
  const auto& point = *found;
  const bool recent = point ? point->taken_at >= now - kRemembered : !forgets;
  known.remembered = known.remembered || recent;
  if (point && (!known.last || *known.last < point->taken_at)) {
    known.last = point->taken_at;
  }
}

/// Fills in the last stamps of `keys`, which were read within kRemembered as far as is known.
Result<void> add_last(TelemetrySource& source, std::span<const SeriesKey> keys, UtcTime now,
                      SeenDevices& seen) {
  const auto kept = source.kept_instead();
  if (!kept) {
    return kept.error();
  }
  const bool forgets = !kept->empty();
  for (std::size_t done = 0; done < keys.size(); done += kLastAtOnce) {
    const auto part = keys.subspan(done, std::min(kLastAtOnce, keys.size() - done));
    const auto points = source.last_each(part);
    if (!points) {
      return points.error();
    }
    Result<std::optional<Point>> point = std::optional<Point>();
    for (std::size_t i = 0; i < part.size() && point; ++i) {
      point = forgets ? last_kept(source, part[i], (*points)[i], now)
                      : Result<std::optional<Point>>((*points)[i]);
      note_last(point, forgets, now, seen[part[i].device]);
    }
    if (!point) {
      return std::move(point).error();
    }
  }
  return {};
}

/// The series of `metric` on `devices` that were read in `range`.
Result<std::vector<SeriesKey>> keys_of(TelemetrySource& source, const std::string& metric,
                                       const std::set<std::string>& devices, TimeRange range) {
  auto keys = source.keys_like({metric, "*", range});
  if (keys) {
    std::erase_if(*keys, [&](const SeriesKey& key) { return !devices.contains(key.device); });
  }
  return keys;
}

void bind(const HealthReference& reference, const HealthNode& node, std::vector<Bound>& bound) {
  for (const auto& question : reference.questions.asked) {
    for (const auto* device : devices_asked(question.criterion, node.inventory)) {
      bound.push_back({&question, device, &reference});
    }
  }
}

}  // namespace

std::vector<Bound> bound_questions(const HealthNode& node,
                                   const std::vector<const HealthReference*>& references) {
  std::vector<Bound> bound;
  for (const auto* reference : references) {
    bind(*reference, node, bound);
  }
  return bound;
}

const Screened* screened_of(const Screen& screen, const Device& device, const std::string& metric) {
  auto found = screen.find({device.id, metric});
  const auto view = device.attributes.find("bmc_view");
  if (found == screen.end() && view != device.attributes.end()) {
    found = screen.find({view->second, metric});
  }
  return found == screen.end() ? nullptr : &found->second;
}

Unread unread_of(const std::vector<Bound>& bound, const Screen& screen, TimeRange window) {
  Unread unread;
  std::set<std::string> read;
  for (const auto& each : bound) {
    const std::string metric(each.question->metric->name);
    const auto* screened = screened_of(screen, *each.device, metric);
    // A reading without a value is a reading: somebody looked, and its question says why.
    const bool looked_at =
        screened != nullptr &&
        (screened->recent_missing > 0 || freshness_of(*screened, window) != Freshness::stale);
    if (looked_at) {
      read.insert(each.device->id);
    } else {
      unread[each.device->id].insert(metric);
    }
  }
  for (const auto& id : read) {
    unread.erase(id);
  }
  return unread;
}

Result<SeenDevices> last_seen(TelemetrySource& source, const Unread& unread, TimeRange window) {
  std::map<std::string, std::set<std::string>> by_metric;
  for (const auto& [device, metrics] : unread) {
    for (const auto& metric : metrics) {
      by_metric[metric].insert(device);
    }
  }
  SeenDevices seen;
  for (const auto& [metric, devices] : by_metric) {
    const TimeRange remembered{window.to - kRemembered, window.to};
    const auto recent = keys_of(source, metric, devices, remembered);
    const auto ever = recent ? keys_of(source, metric, devices, {UtcTime{}, window.to})
                             : Result<std::vector<SeriesKey>>(recent.error());
    if (!ever) {
      return ever.error().during(metric);
    }
    for (const auto& key : *ever) {
      seen.try_emplace(key.device);
    }
    if (auto added = add_last(source, *recent, window.to, seen); !added) {
      return std::move(added).error().during(metric);
    }
  }
  return seen;
}

std::vector<AbsentDevice> absent_devices(const std::vector<Bound>& bound, const Unread& unread,
                                         const SeenDevices& seen) {
  const Telling telling(bound, unread);
  std::map<std::string, AbsentDevice> absent;
  for (const auto& each : bound) {
    if (!unread.contains(each.device->id)) {
      continue;
    }
    auto& entry = absent[each.device->id];
    if (entry.device == nullptr) {
      entry.device = each.device;
      const auto known = seen.find(each.device->id);
      entry.absence =
          known == seen.end() ? Absence::never_read : telling.of(*each.device, known->second);
      entry.last = known == seen.end() ? std::nullopt : known->second.last;
    }
    entry.required = entry.required || each.question->criterion.required;
  }
  std::vector<AbsentDevice> all;
  all.reserve(absent.size());
  for (auto& [id, entry] : absent) {
    all.push_back(entry);
  }
  return all;
}

HealthFinding presence_finding(const AbsentDevice& absent, UtcTime now) {
  HealthFinding finding;
  const bool gone = absent.absence == Absence::gone;
  finding.state = gone ? HealthState::unhealthy : HealthState::unknown;
  finding.required = absent.required;
  finding.device = absent.device->id;
  finding.criterion = kPresence;
  finding.since = absent.last;
  finding.last_reading = absent.last;
  const auto kind = kind_word(absent.device->kind);
  finding.reason = gone ? "it was here before and is read no longer, while others of kind " + kind +
                              " on this node are"
                        : "nothing of it is read";
  if (absent.last) {
    finding.reason += "; the last reading was " + format_duration(now - *absent.last) + " ago";
  }
  return finding;
}

}  // namespace rackproof::criteria
