#include "probes/sinks/exposition.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "probes/sinks/exposition_render.h"
#include "probes/sinks/guarded.h"
#include "probes/sinks/machine_info.h"
#include "schemas/encoding.h"
#include "schemas/exposition_name.h"

namespace rackproof {
namespace {

/// Kinds of events that are counted apart.
constexpr std::size_t kMostEvents = 1000;

// clang-format off
/// Labels that ours and other exporters' series bear (compat.h).
constexpr std::array<std::string_view, 68> kOwnLabels{
    "device", "kind", "metric", "reason", "source", "code", "severity", "sink", "parent", "name",
    "vendor", "hostname", "version", "position", "model", "serial", "firmware", "boot_id",
    "machine", "hypervisor", "simulated", "node", "nodename", "release", "sysname", "cpu", "core",
    "package", "chip", "chip_name", "label", "sensor", "controller", "csrow", "channel",
    "dimm_label", "board_id", "firmware_version", "hca_type", "port", "index", "type", "zone",
    "cntlid", "firmware_revision", "nsid", "segment", "bus", "function", "class_id", "state",
    "ana_state", "gpu", "UUID", "pci_bus_id", "modelName", "Hostname", "le", "quantile", "revision",
    "parent_bus", "parent_device", "parent_function", "parent_segment", "device_id", "vendor_id",
    "subsystem_device_id", "subsystem_vendor_id",
};
// clang-format on

/// The pairs as they stand on every line.
Result<std::string> fixed_labels(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string text;
  std::vector<std::string_view> seen(kOwnLabels.begin(), kOwnLabels.end());
  for (const auto& [name, value] : pairs) {
    if (!is_label_name(name)) {
      return Error{ErrorKind::malformed, "label '" + printable(name) + "': no name of a label"};
    }
    if (std::ranges::find(seen, name) != seen.end()) {
      return Error{ErrorKind::malformed, "label '" + name + "': series have it already"};
    }
    seen.push_back(name);
    text += (text.empty() ? "" : ",") + label_text(name, value);
  }
  return text;
}

std::string version_of(const Inventory& inventory, std::string_view name) {
  const auto row = std::ranges::find(inventory.software, name, &SoftwareVersion::name);
  return row == inventory.software.end() ? std::string() : row->version;
}

std::string node_labels(const Inventory& inventory) {
  auto text = label_text("hostname", inventory.hostname);
  text += "," + label_text("boot_id", inventory.boot_id);
  text += "," + label_text("machine", inventory.machine);
  text += "," + label_text("hypervisor", inventory.hypervisor);
  text += "," + label_text("simulated", inventory.simulated ? "true" : "false");
  text += "," + label_text("version", RACKPROOF_VERSION);
  return text;
}

ExpositionManner manner_of(const ExpositionConfig& config, const Inventory& inventory,
                           std::string labels) {
  ExpositionManner manner;
  manner.stale = config.stale;
  manner.every_series = config.every_series;
  manner.compat = CompatTable(config.compat);
  manner.labels = std::move(labels);
  for (const auto& row : inventory.software) {
    manner.software.push_back(software_info_labels(row));
  }
  manner.node = node_labels(inventory);
  return manner;
}

std::string event_labels(const Event& event) {
  auto text = label_text("device", event.device);
  text += "," + label_text("source", event.source);
  text += "," + label_text("code", event.code);
  text += "," + label_text("severity", word_of(kSeverities, event.severity));
  return text;
}

}  // namespace

namespace {

using EventKey = std::tuple<std::string, std::string, std::string, Severity>;

/// What the writer and the scrapes share. What a device points to never changes once it is here.
struct Kept {
  explicit Kept(std::size_t most) : table(most) {}

  void meet(const Devices& list, const CompatTable& compat, CompatContext context);
  void count(const Event& event);
  [[nodiscard]] ExpositionPicture picture() const;

  std::vector<std::unique_ptr<const ExposedDevice>> devices;
  SeriesTable table;
  std::map<EventKey, CountedEvent> events;
  std::int64_t events_refused = 0;
  std::size_t last_bytes = 0;
  double last_seconds = 0;
};

/// The list only grows at its end.
void Kept::meet(const Devices& list, const CompatTable& compat, CompatContext context) {
  context.devices = &list;
  for (std::size_t i = devices.size(); i < list.size(); ++i) {
    auto met = std::make_unique<ExposedDevice>();
    met->kind = list[i].kind;
    met->labels = device_labels(list[i]);
    met->device_label = label_text("device", list[i].id);
    met->info = device_info_labels(list[i]);
    met->compat = compat.labels_of(list[i], context);
    devices.push_back(std::move(met));
  }
}

void Kept::count(const Event& event) {
  const EventKey key{event.device, event.source, event.code, event.severity};
  auto place = events.find(key);
  if (place == events.end()) {
    if (events.size() == kMostEvents) {
      ++events_refused;
      return;
    }
    place = events.emplace(key, CountedEvent{event_labels(event), 0, event.taken_at}).first;
  }
  ++place->second.count;
  place->second.last = std::max(place->second.last, event.taken_at);
}

ExpositionPicture Kept::picture() const {
  ExpositionPicture picture;
  picture.series = table.snapshot();
  picture.devices.reserve(devices.size());
  for (const auto& device : devices) {
    picture.devices.push_back(device.get());
  }
  for (const auto& [key, event] : events) {
    picture.events.push_back(event);
  }
  picture.most_series = table.most();
  picture.readings_refused = table.refused();
  picture.series_forgotten = table.forgotten();
  picture.events_refused = events_refused;
  picture.last_bytes = last_bytes;
  picture.last_seconds = last_seconds;
  return picture;
}

}  // namespace

struct Exposition::State {
  State(const Clock& its_clock, std::size_t most, ExpositionManner its_manner,
        const Inventory& inventory)
      : clock(its_clock), manner(std::move(its_manner)), kept(Kept(most)) {
    context.hostname = inventory.hostname;
    context.kernel = version_of(inventory, "kernel");
  }

  [[nodiscard]] Moment now() const { return {clock.monotonic(), clock.now()}; }

  const Clock& clock;
  const ExpositionManner manner;
  CompatContext context;  ///< Never changes.
  Guarded<Kept> kept;
};

Result<std::unique_ptr<Exposition>> Exposition::make(const Clock& clock,
                                                     const ExpositionConfig& config,
                                                     const Inventory& inventory) {
  auto labels = fixed_labels(config.labels);
  if (!labels) {
    return std::move(labels).error();
  }
  auto manner = manner_of(config, inventory, std::move(*labels));
  auto state = std::make_unique<State>(clock, config.most_series, std::move(manner), inventory);
  return std::make_unique<Exposition>(std::move(state));
}

Exposition::Exposition(std::unique_ptr<State> state) : state_(std::move(state)) {}

Exposition::~Exposition() = default;

Result<void> Exposition::append(const Devices& devices, const Samples& samples) {
  const auto now = state_->now();
  state_->kept.with([&](Kept& kept) {
    kept.meet(devices, state_->manner.compat, state_->context);
    kept.table.take(samples, now);
  });
  return {};
}

Result<void> Exposition::append(const Events& events) {
  state_->kept.with(
      [&](Kept& kept) { std::ranges::for_each(events, [&](const Event& e) { kept.count(e); }); });
  return {};
}

std::string Exposition::text(ExpositionFormat format, const SinkStates& sinks) const {
  const auto began = state_->clock.monotonic();
  auto picture = std::as_const(state_->kept).with([](const Kept& kept) { return kept.picture(); });
  picture.now = state_->now();
  auto text = render_exposition(picture, state_->manner, format, sinks);
  const std::chrono::duration<double> took = state_->clock.monotonic() - began;
  state_->kept.with([&](Kept& kept) {
    kept.last_bytes = text.size();
    kept.last_seconds = took.count();
  });
  return text;
}

}  // namespace rackproof
