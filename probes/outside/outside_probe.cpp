#include "probes/outside/outside_probe.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/outside/openmetrics_text.h"
#include "probes/outside/reading_json.h"
#include "probes/outside/series_mapper.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"
#include "schemas/encoding.h"

namespace rackproof::outside {
namespace {

constexpr auto kSuccess = metrics::named("source_success");
constexpr auto kPayload = metrics::named("source_payload_bytes");
constexpr auto kSeries = metrics::named("source_series_count");
constexpr auto kLeftOut = metrics::named("source_series_left_out_count");
constexpr auto kAhead = std::chrono::minutes(1);  ///< That its clock may be ahead of ours.
constexpr std::size_t kMostNotes = 50;
constexpr std::size_t kMostDevices = 5000;  ///< A rack has some hundred parts.
constexpr std::size_t kMostTold = 100;      ///< Devices that came up since discovery.

Dialect dialect_of(SourceFormat format) {
  switch (format) {
    case SourceFormat::prometheus:
      return Dialect::prometheus;
    case SourceFormat::openmetrics:
      return Dialect::openmetrics;
    default:
      return Dialect::automatic;
  }
}

/// What came of asking once.
struct Answer {
  UtcTime at;
  std::chrono::nanoseconds asked_at{};  ///< Monotonic.
  Result<Gathered> said;
  std::size_t bytes = 0;
};

class OutsideProbe final : public Probe {
 public:
  OutsideProbe(const Host& host, const SourceSettings& settings, const SiteMetrics& site,
               AskSource ask)
      : host_(host),
        settings_(settings),
        site_(site),
        ask_(std::move(ask)),
        mapper_(settings.map, settings.place) {}

  [[nodiscard]] std::string_view name() const override { return settings_.name; }
  [[nodiscard]] std::chrono::milliseconds period() const override { return settings_.every; }
  [[nodiscard]] bool waits_for_others() const override { return true; }

  Result<Discovery> discover() override;
  Result<ProbeReading> read() override;

 private:
  using Key = std::pair<DeviceHandle, const Metric*>;

  Answer ask();
  Answer next_answer();
  [[nodiscard]] Result<Gathered> understood(const SourceText& answer) const;
  void know(const Gathered& expected, const Gathered* said, Discovery& found);
  void know_devices(const Devices& devices, Discovery& found);
  void know_readings(const Gathered& gathered);
  void note_left_out(const Gathered& said, Discovery& found) const;
  [[nodiscard]] Reading believed(const GatheredReading& reading, UtcTime now) const;
  void take_over(const Gathered& said, UtcTime now, ProbeReading& reading);
  void tell_new_device(const Device& device, UtcTime now, Events& events);
  void tell_turn(const Answer& answer, Events& events);
  void add_self(const Answer& answer, Samples& samples) const;
  [[nodiscard]] Event event(UtcTime now, std::string code, Severity severity, std::string text);

  const Host& host_;
  const SourceSettings& settings_;
  const SiteMetrics& site_;
  AskSource ask_;
  SeriesMapper mapper_;
  std::optional<Answer> waiting_;  ///< Asked for by discover(), not read yet.
  std::map<std::string, DeviceHandle, std::less<>> handles_;
  std::set<Key> known_;
  std::set<std::string> told_;  ///< Devices that came up since.
  bool failing_ = false;
  std::uint64_t events_ = 0;
};

/// What the settings say of the format goes before what the source says.
Result<Gathered> OutsideProbe::understood(const SourceText& answer) const {
  if (settings_.format == SourceFormat::json) {
    return parse_reading_json(answer.text, settings_.place, site_);
  }
  const auto format = settings_.format == SourceFormat::exposition
                          ? answer.format.value_or(SourceFormat::exposition)
                          : settings_.format;
  const auto exposition = parse_openmetrics(answer.text, dialect_of(format));
  return exposition ? mapper_.told(*exposition) : Result<Gathered>(exposition.error());
}

/// A source that is written down is there: that it cannot be found is trouble, not news.
Answer OutsideProbe::ask() {
  const auto asked_at = host_.clock.monotonic();
  const auto answer = ask_();
  auto said = answer ? understood(*answer) : Result<Gathered>(answer.error());
  if (said && said->devices.size() > kMostDevices) {
    said = Error{ErrorKind::out_of_range,
                 "speaks of more than " + std::to_string(kMostDevices) + " devices"};
  }
  if (!said) {
    auto why = said.error().during(settings_.name);
    why.kind = why.kind == ErrorKind::absent ? ErrorKind::io : why.kind;
    said = std::move(why);
  }
  return {host_.clock.now(), asked_at, std::move(said), answer ? answer->text.size() : 0};
}

/// What discover() asked for a moment ago, so that a first pass does not ask twice; else anew.
Answer OutsideProbe::next_answer() {
  auto waiting = std::exchange(waiting_, std::nullopt);
  if (waiting && host_.clock.monotonic() - waiting->asked_at < settings_.every / 2) {
    return *std::move(waiting);
  }
  return ask();
}

Result<Discovery> OutsideProbe::discover() {
  waiting_ = next_answer();
  const auto& said = waiting_->said;
  if (!said && (settings_.format == SourceFormat::json || !mapper_.every_device_is_known())) {
    return said.error();
  }
  Discovery found;
  handles_.clear();
  known_.clear();
  know(mapper_.expected(), said ? &*said : nullptr, found);
  if (said) {
    note_left_out(*said, found);
  } else {
    found.unreadable.push_back({settings_.name, "source", said.error(), ""});
  }
  return found;
}

void OutsideProbe::know(const Gathered& expected, const Gathered* said, Discovery& found) {
  know_devices(expected.devices, found);
  if (said != nullptr) {
    know_devices(said->devices, found);
    know_readings(*said);
  }
  know_readings(expected);
}

void OutsideProbe::know_devices(const Devices& devices, Discovery& found) {
  for (const auto& device : devices) {
    const auto [place, is_new] =
        handles_.try_emplace(device.id, static_cast<DeviceHandle>(found.devices.size()));
    if (is_new) {
      found.devices.push_back(device);
    } else {
      found.devices[place->second] = device;  // the later one has what its labels say
    }
  }
}

void OutsideProbe::know_readings(const Gathered& gathered) {
  for (const auto& reading : gathered.readings) {
    known_.emplace(handles_.find(gathered.devices[reading.device].id)->second, reading.metric);
  }
}

void OutsideProbe::note_left_out(const Gathered& said, Discovery& found) const {
  std::size_t notes = 0;
  for (const auto& left : said.left_out) {
    if (!left.on_purpose && ++notes <= kMostNotes) {
      found.unreadable.push_back({settings_.name, printable(left.name, 128),
                                  Error{ErrorKind::unsupported,
                                        left.why + " (" + std::to_string(left.series) + " series)"},
                                  "add a row for it to the source's map"});
    }
  }
  if (notes > kMostNotes) {
    found.unreadable.push_back(
        {settings_.name, "further names",
         Error{ErrorKind::unsupported, std::to_string(notes - kMostNotes) + " are left out too"},
         ""});
  }
}

Reading OutsideProbe::believed(const GatheredReading& reading, UtcTime now) const {
  if (!reading.stamped || !has_value(reading.reading)) {
    return reading.reading;
  }
  if (*reading.stamped < now - settings_.oldest) {
    return Error{ErrorKind::stale, "the source stamped it " + format_utc(*reading.stamped)};
  }
  if (*reading.stamped > now + kAhead) {
    return Error{ErrorKind::out_of_range,
                 "the source stamped it ahead of us, " + format_utc(*reading.stamped)};
  }
  return reading.reading;
}

void OutsideProbe::take_over(const Gathered& said, UtcTime now, ProbeReading& reading) {
  std::set<Key> given;
  for (const auto& one : said.readings) {
    const auto& device = said.devices[one.device];
    const auto place = handles_.find(device.id);
    if (place == handles_.end()) {
      tell_new_device(device, now, reading.events);
      continue;
    }
    given.emplace(place->second, one.metric);
    reading.samples.push_back({place->second, one.metric, now, believed(one, now)});
  }
  for (const auto& key : known_) {
    if (!given.contains(key)) {
      reading.samples.push_back(
          {key.first, key.second, now,
           Error{ErrorKind::absent, settings_.name + ": the source did not give it this time"}});
    }
  }
  known_.merge(given);
}

Result<ProbeReading> OutsideProbe::read() {
  const auto answer = next_answer();
  ProbeReading reading;
  if (answer.said) {
    take_over(*answer.said, answer.at, reading);
  } else {
    for (const auto& [handle, metric] : known_) {
      reading.samples.push_back({handle, metric, answer.at, answer.said.error()});
    }
  }
  add_self(answer, reading.samples);
  tell_turn(answer, reading.events);
  return reading;
}

void OutsideProbe::add_self(const Answer& answer, Samples& samples) const {
  const DeviceHandle self = 0;  // the place comes first
  const auto add = [&](const Metric* metric, std::size_t count) {
    samples.push_back(
        {self, metric, answer.at,
         answer.said ? Reading(static_cast<std::int64_t>(count)) : Reading(answer.said.error())});
  };
  samples.push_back({self, kSuccess, answer.at, std::int64_t{answer.said ? 1 : 0}});
  std::size_t left_out = 0;
  if (answer.said) {
    for (const auto& left : answer.said->left_out) {
      left_out += left.series;
    }
  }
  add(kPayload, answer.bytes);
  add(kSeries, answer.said ? answer.said->series : 0);
  add(kLeftOut, left_out);
}

Event OutsideProbe::event(UtcTime now, std::string code, Severity severity, std::string text) {
  return {settings_.place, now,      settings_.name, std::move(code), severity,
          std::move(text), ++events_};
}

void OutsideProbe::tell_new_device(const Device& device, UtcTime now, Events& events) {
  if (told_.size() < kMostTold && told_.insert(device.id).second) {
    events.push_back(event(now, "source_new_device", Severity::warning,
                           device.id + " came up after discovery; its readings are not taken"));
  }
}

void OutsideProbe::tell_turn(const Answer& answer, Events& events) {
  const bool failing = !answer.said;
  if (failing == failing_) {
    return;
  }
  failing_ = failing;
  events.push_back(
      failing ? event(answer.at, "source_failed", Severity::warning, answer.said.error().message)
              : event(answer.at, "source_answers_again", Severity::info,
                      settings_.name + ": answers again"));
}

}  // namespace

std::unique_ptr<Probe> make_outside_probe(const Host& host, const SourceSettings& settings,
                                          const SiteMetrics& site, AskSource ask) {
  return std::make_unique<OutsideProbe>(host, settings, site, std::move(ask));
}

}  // namespace rackproof::outside
