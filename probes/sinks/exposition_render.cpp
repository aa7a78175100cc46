#include "probes/sinks/exposition_render.h"

#include <algorithm>
#include <span>

#include "probes/sinks/compat_render.h"
#include "probes/sinks/machine_info.h"

namespace rackproof {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t kBytesBefore = 65536;  ///< Set aside for the first text.

double seconds_of(nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

/// An age is told to the millisecond: more digits say nothing and cost bytes.
double age_in_seconds(const LastReading& last, const Moment& now) {
  const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(age_of(last, now));
  return static_cast<double>(age.count()) / 1000;
}

class Writer {
 public:
  Writer(const ExpositionPicture& picture, const ExpositionManner& manner, ExpositionFormat format)
      : picture_(picture),
        manner_(manner),
        text_(format, picture.last_bytes + picture.last_bytes / 8 + kBytesBefore) {}

  void values();
  void missing();
  void ages_of_devices();
  void every_series();
  void events();
  void machine();
  void itself();
  void sinks(const SinkStates& states);
  std::string take() { return text_.take(); }
  ExpositionText& text() { return text_; }

 private:
  [[nodiscard]] bool is_known(const LastReading& last) const {
    return last.device < picture_.devices.size();
  }
  [[nodiscard]] bool holds_value(const LastReading& last) const {
    return rackproof::holds_value(last, manner_.stale, picture_.now);
  }
  /// Calls `visit(family, reading)` for every series of a known device.
  template <typename Visit>
  void each(const Visit& visit) const;
  void value(const SeriesFamily& family, const LastReading& last);
  template <typename Number>
  void one(std::string_view name, SeriesType type, std::string_view help, Number number);
  template <typename Figure>
  void of_sinks(const SinkStates& states, const ExpositionName& name, std::string_view help,
                const Figure& figure);

  const ExpositionPicture& picture_;
  const ExpositionManner& manner_;
  ExpositionText text_;
};

template <typename Visit>
void Writer::each(const Visit& visit) const {
  for (const auto& slice : picture_.series.families) {
    const std::span all(picture_.series.readings);
    std::ranges::for_each(all.subspan(slice.first, slice.count), [&](const LastReading& last) {
      if (is_known(last)) {
        visit(*slice.family, last);
      }
    });
  }
}

void Writer::value(const SeriesFamily& family, const LastReading& last) {
  const auto& spelled = family.spelled;
  const auto& labels = picture_.devices[last.device]->labels;
  const auto* count = std::get_if<std::int64_t>(&last.value);
  if (count != nullptr && spelled.factor == 1) {
    text_.line(spelled.name, {labels, manner_.labels}, *count);
    return;
  }
  const double number =
      count != nullptr ? static_cast<double>(*count) : std::get<double>(last.value);
  text_.line(spelled.name, {labels, manner_.labels}, number * spelled.factor);
}

void Writer::values() {
  const SeriesFamily* begun = nullptr;
  each([&](const SeriesFamily& family, const LastReading& last) {
    if (!holds_value(last)) {
      return;
    }
    if (begun != &family) {
      begun = &family;
      const auto& spelled = family.spelled;
      text_.family(spelled.name, spelled.type, spelled.unit, family.metric->help);
    }
    value(family, last);
  });
}

void Writer::missing() {
  text_.family(kReadingMissing, SeriesType::gauge, "", kReadingMissingHelp);
  each([&](const SeriesFamily& family, const LastReading& last) {
    if (holds_value(last)) {
      return;
    }
    const bool stale = is_stale(last, manner_.stale, picture_.now);
    const auto why = stale ? ErrorKind::stale : std::get<ErrorKind>(last.value);
    const auto reason = label_text("reason", to_string(why));
    text_.line(
        kReadingMissing,
        {picture_.devices[last.device]->device_label, family.metric_label, reason, manner_.labels},
        std::int64_t{1});
  });
}

void Writer::ages_of_devices() {
  constexpr std::string_view kName = "rackproof_device_reading_age_seconds";
  constexpr double kNever = -1;
  std::vector<double> newest(picture_.devices.size(), kNever);
  each([&](const SeriesFamily&, const LastReading& last) {
    const auto age = age_in_seconds(last, picture_.now);
    auto& least = newest[last.device];
    least = least == kNever ? age : std::min(least, age);
  });
  text_.family(kName, SeriesType::gauge, "seconds",
               "How long ago the newest reading of the device was taken, value or reason.");
  for (std::size_t handle = 0; handle < newest.size(); ++handle) {
    if (newest[handle] != kNever) {
      text_.line(kName, {picture_.devices[handle]->labels, manner_.labels}, newest[handle]);
    }
  }
}

void Writer::every_series() {
  constexpr std::string_view kValid = "rackproof_reading_valid";
  constexpr std::string_view kAge = "rackproof_reading_age_seconds";
  constexpr std::string_view kStale = "rackproof_reading_stale_after_seconds";
  const auto labelled = [&](std::string_view name, const auto& figure) {
    each([&](const SeriesFamily& family, const LastReading& last) {
      text_.line(name,
                 {picture_.devices[last.device]->device_label, family.metric_label, manner_.labels},
                 figure(last));
    });
  };
  text_.family(kValid, SeriesType::gauge, "",
               "1 while the reading is told as a value, 0 where it is missing or stale.");
  labelled(kValid,
           [&](const LastReading& last) { return std::int64_t{holds_value(last) ? 1 : 0}; });
  text_.family(kAge, SeriesType::gauge, "seconds", "How long ago the reading was taken.");
  labelled(kAge, [&](const LastReading& last) { return age_in_seconds(last, picture_.now); });
  text_.family(kStale, SeriesType::gauge, "seconds",
               "How long the reading is told as a value when nothing new is heard.");
  labelled(kStale,
           [&](const LastReading& last) { return seconds_of(stale_after(last, manner_.stale)); });
}

void Writer::events() {
  constexpr std::string_view kCount = "rackproof_events_total";
  constexpr std::string_view kLast = "rackproof_event_last_timestamp_seconds";
  text_.family(kCount, SeriesType::counter, "", "Events since the agent began.");
  for (const auto& event : picture_.events) {
    text_.line(kCount, {event.labels, manner_.labels}, event.count);
  }
  text_.family(kLast, SeriesType::gauge, "seconds", "When the last such event was, since 1970.");
  for (const auto& event : picture_.events) {
    text_.line(kLast, {event.labels, manner_.labels},
               seconds_of(nanoseconds(event.last.time_since_epoch())));
  }
}

void Writer::machine() {
  constexpr std::string_view kNode = "rackproof_node_info";
  text_.family(kNode, SeriesType::info, "", "Which machine this is, and which release says so.");
  text_.line(kNode, {manner_.node, manner_.labels}, std::int64_t{1});
  begin_device_info(text_);
  for (const auto* device : picture_.devices) {
    text_.line(kDeviceInfo, {device->info, manner_.labels}, std::int64_t{1});
  }
  begin_software_info(text_);
  for (const auto& labels : manner_.software) {
    text_.line(kSoftwareInfo, {labels, manner_.labels}, std::int64_t{1});
  }
}

/// A family of one series.
template <typename Number>
void Writer::one(std::string_view name, SeriesType type, std::string_view help, Number number) {
  text_.family(name, type, "", help);
  text_.line(name, {manner_.labels}, number);
}

void Writer::itself() {
  const auto whole = [](std::size_t number) { return static_cast<std::int64_t>(number); };
  one("rackproof_exposition_series", SeriesType::gauge, "Series of readings that are kept.",
      whole(picture_.series.readings.size()));
  one("rackproof_exposition_series_limit", SeriesType::gauge, "How many are kept at most.",
      whole(picture_.most_series));
  one("rackproof_exposition_readings_refused_total", SeriesType::counter,
      "Readings left out because the limit of series was reached.", picture_.readings_refused);
  one("rackproof_exposition_series_forgotten_total", SeriesType::counter,
      "Series long unheard of that made room for others.", picture_.series_forgotten);
  one("rackproof_exposition_events_refused_total", SeriesType::counter,
      "Events not counted because there were too many kinds of them.", picture_.events_refused);
  one("rackproof_exposition_last_bytes", SeriesType::gauge,
      "Length of the exposition before this one, uncompressed.", whole(picture_.last_bytes));
  one("rackproof_exposition_last_seconds", SeriesType::gauge,
      "Time that writing the exposition before this one took.", picture_.last_seconds);
}

template <typename Figure>
void Writer::of_sinks(const SinkStates& states, const ExpositionName& name, std::string_view help,
                      const Figure& figure) {
  text_.family(name.name, name.type, name.unit, help);
  for (const auto& state : states) {
    text_.line(name.name, {label_text("sink", state.name), manner_.labels}, figure(state));
  }
}

void Writer::sinks(const SinkStates& states) {
  if (states.empty()) {
    return;
  }
  of_sinks(states, {"rackproof_sink_batches_total", "", SeriesType::counter},
           "Batches of samples or events given to a sink.",
           [](const SinkState& state) { return state.appends; });
  of_sinks(states, {"rackproof_sink_failures_total", "", SeriesType::counter},
           "Batches and commits that a sink refused.",
           [](const SinkState& state) { return state.failures; });
  of_sinks(states, {"rackproof_sink_samples_lost_total", "", SeriesType::counter},
           "Samples in batches that a sink refused.",
           [](const SinkState& state) { return state.samples_lost; });
  of_sinks(states, {"rackproof_sink_events_lost_total", "", SeriesType::counter},
           "Events in batches that a sink refused.",
           [](const SinkState& state) { return state.events_lost; });
  of_sinks(states, {"rackproof_sink_failing", "", SeriesType::gauge},
           "1 while the last call of a sink was refused.",
           [](const SinkState& state) { return std::int64_t{state.failing ? 1 : 0}; });
  of_sinks(states, {"rackproof_sink_longest_call_seconds", "seconds", SeriesType::gauge},
           "Longest time that a call of a sink has taken so far.",
           [](const SinkState& state) { return seconds_of(state.longest); });
}

}  // namespace

std::string render_exposition(const ExpositionPicture& picture, const ExpositionManner& manner,
                              ExpositionFormat format, const SinkStates& sinks) {
  Writer writer(picture, manner, format);
  writer.values();
  writer.missing();
  writer.ages_of_devices();
  if (manner.every_series) {
    writer.every_series();
  }
  render_compat(writer.text(), picture, manner);
  writer.events();
  writer.machine();
  writer.itself();
  writer.sinks(sinks);
  return writer.take();
}

}  // namespace rackproof
