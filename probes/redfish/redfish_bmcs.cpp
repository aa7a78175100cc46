#include "probes/redfish/redfish_bmcs.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "probes/redfish/redfish_events.h"
#include "probes/redfish/redfish_session.h"
#include "probes/redfish/redfish_tree.h"
#include "probes/survey.h"

namespace rackproof::redfish {

/// One BMC and the session to it that all probes of it share.
struct RedfishLine {
  RedfishLine(BmcConfig its_bmc, std::string its_state)
      : bmc(std::move(its_bmc)), state_directory(std::move(its_state)) {}

  const BmcConfig bmc;
  const std::string state_directory;
  std::atomic<int> probes = 0;  ///< That live.
  std::mutex mutex;
  std::condition_variable freed;
  bool taken = false;                       ///< Under the lock.
  std::unique_ptr<RedfishSession> session;  ///< Of whoever has the turn; none before a walk.
};

namespace {

using Series = std::pair<DeviceHandle, const Metric*>;

constexpr auto kLeaving = std::chrono::seconds(25);  ///< Beyond a pass: its turn, its last answer.
constexpr auto kTurn = std::chrono::seconds(10);     ///< For another probe of the BMC to end.
constexpr auto kLastTurn = std::chrono::seconds(2);

std::string_view without_fragment(std::string_view source) {
  return source.substr(0, source.find('#'));
}

/// A BMC that is configured is never simply not there: what is wrong now may be
/// right later.
Error lasting(Error why) {
  const bool for_good = why.kind == ErrorKind::absent || why.kind == ErrorKind::unsupported ||
                        why.kind == ErrorKind::not_observable;
  return for_good ? Error{ErrorKind::io, std::move(why.message)} : why;
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

/// The right to use a line's session, given back when it goes.
class Turn {
 public:
  static Result<Turn> take(RedfishLine& line, std::chrono::seconds wait) {
    std::unique_lock lock(line.mutex);
    if (!line.freed.wait_for(lock, wait, [&line] { return !line.taken; })) {
      return Error{ErrorKind::timed_out, "another reading of it does not end"};
    }
    line.taken = true;
    return Turn(line);
  }
  ~Turn() {
    if (line_ != nullptr) {
      const std::lock_guard lock(line_->mutex);
      line_->taken = false;
      line_->freed.notify_one();
    }
  }
  Turn(Turn&& other) noexcept : line_(std::exchange(other.line_, nullptr)) {}
  Turn& operator=(Turn&& other) noexcept {
    std::swap(line_, other.line_);
    return *this;
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  explicit Turn(RedfishLine& line) : line_(&line) {}

  RedfishLine* line_;
};

class RedfishProbe final : public Probe {
 public:
  RedfishProbe(const Host& host, RedfishLine& line)
      : host_(host),
        line_(line),
        name_("redfish:" + line_.bmc.name),
        root_(std::string(kBmcIdPrefix) + line_.bmc.name),
        events_(root_) {
    ++line_.probes;
  }
  /// The last one closes the session: it refers to the host's clock. Whoever still has its turn was
  /// left behind in the middle of a request and never goes on: then the session stays as it is, and
  /// the next start closes it.
  ~RedfishProbe() override {
    if (--line_.probes > 0) {
      return;
    }
    const auto turn = Turn::take(line_, kLastTurn);
    if (turn) {
      line_.session.reset();
    } else {
      static_cast<void>(line_.session.release());
    }
  }
  RedfishProbe(const RedfishProbe&) = delete;
  RedfishProbe& operator=(const RedfishProbe&) = delete;
  RedfishProbe(RedfishProbe&&) = delete;
  RedfishProbe& operator=(RedfishProbe&&) = delete;

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::chrono::milliseconds period() const override {
    return line_.bmc.limits.period;
  }
  [[nodiscard]] std::chrono::milliseconds patience() const override {
    return line_.bmc.limits.pass + kLeaving;
  }
  void hurry() override { hurried_ = true; }

  Result<Discovery> discover() override {
    if (!host_.files.is_this_machine()) {
      return Error{ErrorKind::not_observable, name_ + ": a captured tree has no BMC"};
    }
    const auto turn = Turn::take(line_, kTurn);
    auto walked = turn ? walk() : Result<void>(turn.error());
    if (!walked) {
      return lasting(std::move(walked).error()).during(name_);
    }
    return discovery();
  }

  /// Where no reading could be had, log and stream may still tell why.
  Result<ProbeReading> read() override {
    if (!tree_) {
      return Error{ErrorKind::io, name_ + ": was not walked"};
    }
    const auto turn = Turn::take(line_, kTurn);
    if (!turn) {
      return turn.error().during(name_);
    }
    if (std::exchange(walk_is_unread_, false) && is_recent()) {
      return reading_of(tree_->readings);
    }
    line_.session->begin_pass();
    std::vector<Unreadable> unreadable;
    auto readings = read_redfish(fetcher(), tree_->plan, unreadable);
    const bool none = readings.empty() && !unreadable.empty();
    if (!hurried_) {  // else what was not asked for would be told as not had
      add_missing(readings, unreadable);
    }
    auto reading = reading_of(readings);
    if (none && reading.events.empty()) {
      return unreadable.front().why.during(name_);
    }
    return reading;
  }

 private:
  [[nodiscard]] Fetch fetcher() {
    return [this, fetch = line_.session->fetcher()](std::string_view uri) -> Result<std::string> {
      if (hurried_) {
        return Error{ErrorKind::timed_out, "no time is left for it"};
      }
      return fetch(uri);
    };
  }

  [[nodiscard]] Discovery discovery() const {
    Discovery found;
    found.devices = tree_->devices;
    found.devices.push_back(root());
    found.software = tree_->software;
    for (auto& version : found.software) {
      version.name = name_ + ":" + version.name;
    }
    found.unreadable = tree_->unreadable;
    for (auto& entry : found.unreadable) {
      entry.probe = name_;
    }
    return found;
  }

  [[nodiscard]] bool is_recent() const {
    return host_.clock.monotonic() - walked_ < line_.bmc.limits.period;
  }

  /// Discovery is asked for more than once at a start; a walk takes the BMC a minute.
  Result<void> walk() {
    if (tree_ && is_recent()) {
      return {};
    }
    if (!line_.session) {
      auto opened = RedfishSession::open(line_.bmc, line_.state_directory, host_.clock);
      if (!opened) {
        return std::move(opened).error();
      }
      line_.session = *std::move(opened);
    }
    line_.session->begin_pass();
    WalkLimits limits;
    limits.root_id = root_;
    limits.parent = root_;
    auto tree = walk_redfish(fetcher(), limits);
    if (!tree) {
      return std::move(tree).error();
    }
    tree_ = *std::move(tree);
    events_.follow(*tree_);
    walked_ = host_.clock.monotonic();
    walk_is_unread_ = true;
    return {};
  }

  [[nodiscard]] Device root() const {
    auto device = device_of(root_, DeviceKind::bmc);
    device.position = line_.bmc.name;
    device.attributes["url"] = line_.bmc.peer.origin;
    return device;
  }

  void add_missing(RedfishReadings& readings, const std::vector<Unreadable>& unreadable) const {
    std::set<Series> have;
    for (const auto& reading : readings) {
      have.emplace(reading.device, reading.metric);
    }
    for (const auto& walked : tree_->readings) {
      if (have.emplace(walked.device, walked.metric).second) {
        auto missing = walked;
        missing.reading = why_missing(walked, unreadable);
        readings.push_back(std::move(missing));
      }
    }
  }

  /// Events come last, with the time that is left: readings do not wait for logs.
  [[nodiscard]] ProbeReading reading_of(const RedfishReadings& readings) {
    ProbeReading reading{samples_of(readings), {}};
    if (!hurried_) {
      const OpenStream open =
          [this](const std::string& uri) -> Result<std::unique_ptr<ByteStream>> {
        if (hurried_) {
          return Error{ErrorKind::timed_out, "no time is left for it"};
        }
        return line_.session->stream(uri);
      };
      reading.events = events_.read(fetcher(), open, host_.clock.now());
    }
    return reading;
  }

  /// Times are ours: a BMC's clock may be years off. What is not known by its
  /// document is as old as the pass.
  [[nodiscard]] Samples samples_of(const RedfishReadings& readings) const {
    Samples samples;
    samples.reserve(readings.size());
    const auto now = host_.clock.now();
    for (const auto& reading : readings) {
      const auto age = line_.session->age_of(without_fragment(reading.source));
      samples.push_back({reading.device, reading.metric, now - age, reading.reading});
    }
    return samples;
  }

  const Host& host_;
  RedfishLine& line_;
  std::string name_;
  std::string root_;
  std::atomic<bool> hurried_ = false;
  std::optional<RedfishTree> tree_;
  RedfishEvents events_;
  std::chrono::nanoseconds walked_{0};
  bool walk_is_unread_ = false;
};

}  // namespace

RedfishBmcs::RedfishBmcs(RedfishConfig config) {
  for (auto& bmc : config.bmcs) {
    lines_.push_back(std::make_unique<RedfishLine>(std::move(bmc), config.state_directory));
  }
}

/// A line whose turn is taken now was left behind with a thread that never goes on.
RedfishBmcs::~RedfishBmcs() {
  for (auto& line : lines_) {
    std::unique_lock lock(line->mutex);
    const bool left_behind = line->taken;
    lock.unlock();
    if (left_behind) {
      static_cast<void>(line.release());
    }
  }
}
RedfishBmcs::RedfishBmcs(RedfishBmcs&& other) noexcept = default;
RedfishBmcs& RedfishBmcs::operator=(RedfishBmcs&& other) noexcept = default;

std::vector<std::unique_ptr<Probe>> RedfishBmcs::make_probes(const Host& host) const {
  std::vector<std::unique_ptr<Probe>> probes;
  for (const auto& line : lines_) {
    probes.push_back(std::make_unique<RedfishProbe>(host, *line));
  }
  return probes;
}

}  // namespace rackproof::redfish
