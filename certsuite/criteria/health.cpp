#include "certsuite/criteria/health.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "certsuite/criteria/health_life.h"
#include "certsuite/criteria/health_node.h"
#include "certsuite/criteria/health_screen.h"
#include "certsuite/criteria/health_watch.h"
#include "certsuite/criteria/health_wording.h"
#include "certsuite/criteria/wording.h"
#include "schemas/device_book.h"

namespace rackproof::criteria {
namespace {

using std::chrono::seconds;

/// A node with all that is worked out about it before it is judged.
struct Case {
  HealthNode node;
  std::vector<const HealthReference*> references;
  std::vector<Bound> bound;
  Unread unread;
};

TimeRange whole_seconds(TimeRange range) {
  return {std::chrono::floor<seconds>(range.from),
          std::chrono::floor<seconds>(range.to) + seconds(1)};
}

std::vector<Case> cases_of(const Devices& devices, DeviceBook& book,
                           const ReferencesFor& references_for) {
  std::vector<Case> cases;
  for (auto& node : nodes_of(devices, book)) {
    auto& one = cases.emplace_back();
    one.node = std::move(node);
  }
  for (auto& one : cases) {  // they stay where they are from here on
    one.references = references_for(one.node);
    one.bound = bound_questions(one.node, one.references);
  }
  return cases;
}

std::set<std::string> metrics_of(const std::vector<Case>& cases) {
  std::set<std::string> metrics;
  for (const auto& one : cases) {
    for (const auto& bound : one.bound) {
      metrics.insert(std::string(bound.question->metric->name));
    }
  }
  metrics.erase("");
  return metrics;
}

/// Nothing that is asked of the node is read.
bool is_silent(const Case& one) {
  return std::ranges::all_of(
      one.bound, [&one](const Bound& bound) { return one.unread.contains(bound.device->id); });
}

NodeHealth unknown_node(const Case& one, std::string why, std::optional<UtcTime> since) {
  NodeHealth health;
  health.node = one.node.id;
  for (const auto* reference : one.references) {
    health.references.push_back(reference->architecture->id);
  }
  health.state = HealthState::unknown;
  HealthFinding finding;
  finding.device = one.node.id;
  finding.criterion = kPresence;
  finding.since = since;
  finding.last_reading = since;
  finding.reason = std::move(why);
  health.findings.push_back(std::move(finding));
  return health;
}

/// When a silent node was last read; `remembered` where that is not too long ago.
LastSeen last_of(const Case& one, const SeenDevices& seen) {
  LastSeen of_node;
  for (const auto& [device, metrics] : one.unread) {
    const auto known = seen.find(device);
    if (known == seen.end()) {
      continue;
    }
    of_node.remembered = of_node.remembered || known->second.remembered;
    if (known->second.last && (!of_node.last || *of_node.last < *known->second.last)) {
      of_node.last = known->second.last;
    }
  }
  return of_node;
}

class FleetJudge {
 public:
  FleetJudge(TelemetrySource& source, TimeRange window) : source_(source), window_(window) {
    report_.range = window;
  }

  Result<HealthReport> judge(const ReferencesFor& references_for) {
    auto devices = source_.devices();
    if (!devices) {
      return std::move(devices).error();
    }
    DeviceBook book(*devices);
    auto cases = cases_of(*devices, book, references_for);
    auto looked = screen(source_, metrics_of(cases), book, window_);
    if (!looked) {
      return std::move(looked).error();
    }
    screen_ = std::move(*looked);
    tell_undescribed(*devices);
    if (auto found = find_unread(cases); !found) {
      return std::move(found).error();
    }
    if (auto watched = find_watched(cases, book); !watched) {
      return std::move(watched).error();
    }
    for (const auto& one : cases) {
      if (auto judged = judge_one(one); !judged) {
        return std::move(judged).error().during(one.node.id);
      }
    }
    std::ranges::stable_sort(
        report_.nodes, [](const NodeHealth& a, const NodeHealth& b) { return a.state > b.state; });
    return std::move(report_);
  }

 private:
  /// Readings of what nobody described are put to no question: that may not look like health.
  void tell_undescribed(const Devices& devices) {
    std::set<std::string> known;
    for (const auto& device : devices) {
      known.insert(device.id);
    }
    std::set<std::string> unknown;
    for (const auto& [key, screened] : screen_) {
      if (!known.contains(key.device)) {
        unknown.insert(key.device);
      }
    }
    if (!unknown.empty()) {
      report_.notes.push_back(
          counted(unknown.size(), "device") + " with readings and without a description, first " +
          *unknown.begin() + ": what they are is not known, so nothing is asked");
    }
  }

  Result<void> find_unread(std::vector<Case>& cases) {
    Unread all;
    for (auto& one : cases) {
      one.unread = unread_of(one.bound, screen_, window_);
      all.insert(one.unread.begin(), one.unread.end());
    }
    if (all.empty()) {
      return {};
    }
    auto seen = last_seen(source_, all, window_);
    if (!seen) {
      return std::move(seen).error();
    }
    seen_ = std::move(*seen);
    return {};
  }

  Result<void> find_watched(const std::vector<Case>& cases, DeviceBook& book) {
    std::vector<WatchedNode> nodes;
    for (const auto& one : cases) {
      if (auto busiest = busiest_series(one.bound, screen_)) {
        nodes.push_back({one.node.id, std::move(*busiest)});
      }
    }
    auto found = watched_shares(source_, nodes, book, window_);
    if (!found) {
      return std::move(found).error();
    }
    watched_ = std::move(*found);
    return {};
  }

  Result<void> judge_one(const Case& one) {
    if (one.references.empty()) {
      report_.nodes.push_back(
          unknown_node(one, "no reference is for this machine: give one by --reference", {}));
      return {};
    }
    const bool silent = is_silent(one);
    const auto last = silent ? last_of(one, seen_) : LastSeen{};
    if (silent && !last.remembered && ever_read(one)) {
      report_.forgotten.push_back(one.node.id);
      return {};
    }
    auto health = judge_node(
        {one.node, one.references, screen_, one.unread, seen_, window_, source_, silent});
    if (!health) {
      return std::move(health).error();
    }
    if (silent) {
      add_silence(one, last.last, *health);
    } else {
      health->watched = watched_[one.node.id];
    }
    report_.nodes.push_back(std::move(*health));
    return {};
  }

  void add_silence(const Case& one, std::optional<UtcTime> last, NodeHealth& health) const {
    auto why = std::string(ever_read(one) ? "nothing of it is read"
                                          : "nothing that can be judged was ever read here");
    if (last) {
      why += "; the last reading was " + format_duration(window_.to - *last) + " ago";
    }
    const auto silence = unknown_node(one, std::move(why), last);
    health.state = std::max(health.state, silence.state);
    health.findings.insert(health.findings.begin(), silence.findings.front());
    sort_findings(health.findings);
  }

  [[nodiscard]] bool ever_read(const Case& one) const {
    return std::ranges::any_of(one.unread,
                               [this](const auto& entry) { return seen_.contains(entry.first); });
  }

  TelemetrySource& source_;
  TimeRange window_;
  Screen screen_;
  SeenDevices seen_;
  std::map<std::string, double> watched_;
  HealthReport report_;
};

}  // namespace

Result<HealthReport> judge_health(TelemetrySource& source, TimeRange range,
                                  const ReferencesFor& references_for) {
  return FleetJudge(source, whole_seconds(range)).judge(references_for);
}

}  // namespace rackproof::criteria
