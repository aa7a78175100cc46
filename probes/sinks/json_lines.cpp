#include "probes/sinks/json_lines.h"

#include <array>
#include <charconv>
#include <utility>

#include "schemas/json/event_json.h"
#include "schemas/json/json_writer.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

/// A text as JSON has it, quotes included.
std::string quoted(std::string_view text) {
  auto line = write_json_line(json_of(text));
  line.pop_back();  // its newline
  return line;
}

/// Integers of more than 53 bits travel as text, which readers that keep doubles do not round.
void append_count(std::string& out, std::int64_t count) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), count).ptr;
  const bool exact = count <= kLargestExactInteger && count >= -kLargestExactInteger;
  out += exact ? "" : "\"";
  out.append(digits.data(), end);
  out += exact ? "" : "\"";
}

void append_reading(std::string& out, const Reading& reading) {
  if (const auto* why = std::get_if<Error>(&reading)) {
    out += ",\"missing\":{\"reason\":\"";
    out += to_string(why->kind);
    out += "\",\"text\":";
    out += quoted(why->message.empty() ? "(no words)" : why->message);
    out += '}';
    return;
  }
  out += ",\"value\":";
  if (const auto* count = std::get_if<std::int64_t>(&reading)) {
    append_count(out, *count);
  } else {
    out += format_double(std::get<double>(reading));
  }
}

}  // namespace

const std::string& JsonLines::metric_text(const Metric& metric) {
  auto [place, is_new] = metrics_.try_emplace(&metric);
  if (is_new) {
    place->second =
        ",\"metric\":" + quoted(metric.name) + ",\"unit\":" + quoted(to_string(metric.unit));
  }
  return place->second;
}

/// A batch bears few different times.
const std::string& JsonLines::stamp(UtcTime at) {
  if (stamp_.empty() || at != stamped_) {
    stamped_ = at;
    stamp_ = ",\"at\":\"" + format_utc(at) + "\"";
  }
  return stamp_;
}

void JsonLines::add_line(const Devices& devices, const Sample& sample) {
  if (sample.metric == nullptr || sample.device >= devices.size()) {
    return;
  }
  while (devices_.size() < devices.size()) {
    const auto& device = devices[devices_.size()];
    devices_.push_back("{\"device\":" + quoted(device.id) + ",\"kind\":\"" +
                       std::string(word_of(kDeviceKinds, device.kind)) + "\"");
  }
  lines_ += devices_[sample.device];
  lines_ += metric_text(*sample.metric);
  lines_ += stamp(sample.taken_at);
  append_reading(lines_, sample.reading);
  lines_ += "}\n";
}

Result<void> JsonLines::append(const Devices& devices, const Samples& samples) {
  if (config_.readings.empty()) {
    return {};
  }
  lines_.clear();
  for (const auto& sample : samples) {
    add_line(devices, sample);
  }
  return put(readings_, config_.readings, lines_);
}

Result<void> JsonLines::append(const Events& events) {
  return config_.events.empty() ? Result<void>()
                                : put(events_, config_.events, encode_events(events));
}

Result<void> JsonLines::put(File& file, const std::string& path, std::string_view lines) {
  if (!file) {
    auto opened = LineFile::open(path, config_.limits);
    if (!opened) {
      return std::move(opened).error().during("JSON lines");
    }
    file = std::move(*opened);
  }
  auto done = file->append(lines);
  return done ? done : Result<void>(done.error().during("JSON lines"));
}

Result<void> JsonLines::commit() {
  for (auto* file : {&readings_, &events_}) {
    if (!*file) {
      continue;
    }
    if (auto done = (*file)->sync(); !done) {
      return done.error().during("JSON lines");
    }
  }
  return {};
}

}  // namespace rackproof
