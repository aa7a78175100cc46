#include "cli/agent_station.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cli/telemetry_routes.h"
#include "probes/sinks/exposition_answer.h"
#include "schemas/store/store.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr SuspendRule kSuspend{.failures = 5, .longest = 5min};
constexpr milliseconds kAbsentAgain = 5min;
constexpr milliseconds kGather = 1s;
constexpr std::chrono::nanoseconds kLongestSilence = 30s;

Result<std::vector<std::unique_ptr<Probe>>> chosen(const ProbeChoice& choice, const Host& host,
                                                   const std::vector<std::string>& names) {
  return names.empty() ? choice.make_all(host) : choice.make(host, names);
}

/// What tells this machine from others of the fleet: no two nodes share it, and it stays.
std::string machine_id_of(const FileTree& files, const Inventory& inventory) {
  auto id = files.read_text("/etc/machine-id");
  return id && !id->empty() ? *std::move(id) : inventory.serial + inventory.hostname;
}

/// What the file says of a probe: by its name, or by "redfish" for every BMC.
std::optional<milliseconds> said_of(std::string_view probe, const AgentConfig& config) {
  for (const auto name : {probe, probe.substr(0, probe.find(':'))}) {
    if (const auto said = config.periods.find(name); said != config.periods.end()) {
      return said->second;
    }
  }
  return std::nullopt;
}

/// The store that is being written, for those who ask over HTTP: a reader of its own, since the
/// writer's is the collector's.
Result<std::unique_ptr<TelemetrySource>> open_beside(const std::string& path) {
  auto store = Store::open(path, Store::Mode::read);
  if (!store) {
    return std::move(store).error();
  }
  return std::unique_ptr<TelemetrySource>(*std::move(store));
}

}  // namespace

CollectorPace agent_pace(const AgentConfig& config,
                         const std::vector<std::unique_ptr<Probe>>& probes,
                         std::string machine_id) {
  CollectorPace pace{.machine_id = std::move(machine_id),
                     .suspend = kSuspend,
                     .absent_again = kAbsentAgain,
                     .gather = kGather,
                     .commit_every = config.commit_every,
                     .is_told = true,
                     .shares_round = true};
  for (const auto& probe : probes) {
    const std::string name(probe->name());
    const auto said = said_of(name, config);
    pace.periods[name] = said ? *said : std::max(probe->period(), config.every);
  }
  return pace;
}

Result<std::unique_ptr<AgentStation>> AgentStation::prepare(const AgentConfig& config,
                                                            const Clock& clock) {
  auto choice = ProbeChoice::load({config.bmcs, config.sources});
  if (!choice) {
    return std::move(choice).error();
  }
  auto files = FileTree::open(config.root, config.changes);
  if (!files) {
    return std::move(files).error();
  }
  if (const auto suits = choice->suits(*files); !suits) {
    return suits.error();
  }
  auto station =
      std::make_unique<AgentStation>(config, *std::move(choice), *std::move(files), clock);
  auto probes = chosen(station->choice_, station->host_, config.probes);
  if (!probes) {
    return std::move(probes).error();
  }
  station->probes_ = *std::move(probes);
  return station;
}

AgentStation::AgentStation(AgentConfig config, ProbeChoice choice, FileTree files,
                           const Clock& clock)
    : config_(std::move(config)),
      choice_(std::move(choice)),
      files_(std::move(files)),
      host_{files_, clock} {}

AgentStation::~AgentStation() {
  static_cast<void>(end());
}

/// How each goes is read by a probe as all else is.
Result<std::vector<WorkingPush>> AgentStation::start_pushes() {
  const auto hostname = files_.read_text("/proc/sys/kernel/hostname");
  std::vector<WorkingPush> pushes;
  for (const auto& push : config_.pushes) {
    auto started = start_push(push, hostname ? *hostname : "", host_.clock);
    if (!started) {
      return std::move(started).error();
    }
    probes_.push_back(make_push_probe(*started, host_.clock));
    pushes.push_back(*std::move(started));
  }
  return pushes;
}

Result<void> AgentStation::begin(const std::function<void()>& beat) {
  auto pushes = start_pushes();
  if (!pushes) {
    return std::move(pushes).error();
  }
  inventory_ = take_inventory(host_, probes_, beat);
  auto outputs = AgentOutputs::open(config_, host_.clock, inventory_, *std::move(pushes));
  if (!outputs) {
    return std::move(outputs).error();
  }
  outputs_ = *std::move(outputs);
  if (!config_.store.empty()) {
    desk_ = std::make_unique<TelemetryDesk>([path = config_.store] { return open_beside(path); },
                                            host_.clock);
  }
  if (!config_.listen.empty()) {
    auto server = HttpServer::start(
        config_.listen, [this](const ServedRequest& request) { return answer(request); });
    if (!server) {
      return std::move(server).error();
    }
    server_ = *std::move(server);
  }
  auto pace = agent_pace(config_, probes_, machine_id_of(files_, inventory_));
  pace.kernel_log = outputs_->kernel_log();
  pace.on_open_claims = [outputs = outputs_.get()](std::vector<std::uint64_t> lines) {
    outputs->hold_open(std::move(lines));
  };
  collector_ = std::make_unique<Collector>(host_, probes_, inventory_, *outputs_, std::move(pace));
  collector_->start();
  return {};
}

Result<void> AgentStation::end() {
  server_.reset();
  desk_.reset();
  if (collector_) {
    const auto ended = collector_->stop();
    collector_.reset();
    if (!ended) {  // the outputs refuse nothing: one of them hangs, and the store may be locked
      outputs_->abandon();
      static_cast<void>(outputs_.release());
      return ended.error();
    }
  }
  const auto outputs = std::move(outputs_);
  return outputs ? outputs->close() : Result<void>();
}

std::string AgentStation::complaints() const {
  const auto pushes = outputs_ ? outputs_->push_trouble() : "";
  const auto own = trouble();
  return own + (own.empty() || pushes.empty() ? "" : "; ") + pushes;
}

struct AgentStation::Route {
  std::string_view path;
  ServedAnswer (AgentStation::*answer)(const ServedRequest&) const;
};

/// On any of the server's threads.
ServedAnswer AgentStation::answer(const ServedRequest& request) const {
  static constexpr std::array kRoutes{
      Route{"/metrics", &AgentStation::metrics},
      Route{"/healthz", &AgentStation::health},
      Route{"/api/v1/series", &AgentStation::telemetry},
      Route{"/api/v1/last", &AgentStation::telemetry},
      Route{"/api/v1/devices", &AgentStation::telemetry},
  };
  const auto route = std::ranges::find(kRoutes, request.path, &Route::path);
  return route == kRoutes.end() ? nothing_here() : (this->*route->answer)(request);
}

ServedAnswer AgentStation::metrics(const ServedRequest& request) const {
  auto scrape = answer_scrape(
      *outputs_->exposition(),
      {.accept = request.accept, .accept_encoding = request.accept_encoding}, outputs_->states());
  return {.type = std::move(scrape.content_type),
          .body = std::move(scrape.body),
          .encoding = std::move(scrape.content_encoding),
          .vary = "Accept, Accept-Encoding"};
}

ServedAnswer AgentStation::health(const ServedRequest& /*request*/) const {
  if (const auto trouble = outputs_->trouble(); !trouble.empty()) {
    return {.status = 503, .body = trouble + "\n"};
  }
  const auto silence = outputs_->silence();
  if (silence > kLongestSilence + config_.commit_every) {
    return {.status = 503, .body = "nothing was written for " + format_duration(silence) + "\n"};
  }
  return {.body = "ok\n"};
}

ServedAnswer AgentStation::telemetry(const ServedRequest& request) const {
  if (desk_ == nullptr) {
    return served_json(api_failure({ErrorKind::absent,
                                    "this agent keeps nothing: it was given no [store] (--store)"}),
                       request);
  }
  return answer_telemetry(*desk_, request);
}

}  // namespace rackproof
