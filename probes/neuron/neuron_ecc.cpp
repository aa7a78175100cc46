#include "probes/neuron/neuron_ecc.h"

#include <array>
#include <utility>

#include "probes/neuron/neuron_parse.h"
#include "schemas/catalogue.h"

namespace rackproof::neuron {
namespace {

constexpr auto kUncorrectable = metrics::named("hbm_ecc_uncorrectable_total");
constexpr auto kRepairable = metrics::named("hbm_ecc_repairable_total");
constexpr auto kSerialReadable = metrics::named("neuron_serial_readable");
constexpr int kTries = 3;  ///< For one picture of two files while a count moves between them.

/// Why no count of this device may be believed; nothing when it answers.
std::optional<Error> silence(const Source& source, const NeuronDevice& device) {
  auto text = source.files.text(device.serial_path);
  if (!text) {
    return std::move(text).error();
  }
  const auto serial = parse_serial(*text);
  if (!serial) {
    return serial.error().during(device.serial_path);
  }
  return std::nullopt;
}

using Picture = std::vector<Reading>;

Picture read_all(const Source& source, const Attributes& attributes) {
  Picture picture;
  picture.reserve(attributes.size());
  for (const auto& attribute : attributes) {
    picture.push_back(read_attribute(source.files, attribute));
  }
  return picture;
}

/// Until two looks in a row are alike.
Picture steady_picture(const Source& source, const Attributes& attributes) {
  auto picture = read_all(source, attributes);
  for (int i = 1; i < kTries; ++i) {
    auto again = read_all(source, attributes);
    const bool alike = again == picture;
    picture = std::move(again);
    if (alike) {
      break;
    }
  }
  return picture;
}

Error not_vouched(const Attribute& attribute, const Error& why) {
  return Error{ErrorKind::io, attribute.path +
                                  ": reads 0 where the driver cannot read the device, and its "
                                  "serial number is not to be had: " +
                                  why.message};
}

Reading vouched(const Attribute& attribute, Reading reading, bool has_voucher) {
  const auto* count = std::get_if<std::int64_t>(&reading);
  if (!has_voucher && count != nullptr && *count == 0) {
    return Error{
        ErrorKind::unsupported,
        attribute.path + ": 0, and without a serial_number file that may be a failed read"};
  }
  return reading;
}

std::optional<std::int64_t> count_of(const Attributes& attributes, const Picture& picture,
                                     const Metric* metric) {
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const auto* count = std::get_if<std::int64_t>(&picture[i]);
    if (attributes[i].metric == metric && count != nullptr) {
      return *count;
    }
  }
  return std::nullopt;
}

struct Move {
  const char* code;
  Severity severity;
  const char* text;
};

/// What became of the counts since the last pass; nothing where none fell.
std::optional<Move> move_of(const DeviceMemory& before, std::int64_t uncorrectable,
                            std::int64_t repairable) {
  const auto uncorrectable_step = uncorrectable - *before.uncorrectable;
  const auto repairable_step = repairable - *before.repairable;
  if (uncorrectable_step < 0 && repairable_step > 0) {
    return Move{"hbm_repair_pending", Severity::warning,
                "uncorrectable HBM errors now count as repairable: a repair is pending"};
  }
  if (repairable_step < 0 && uncorrectable_step > 0) {
    return Move{"hbm_repair_failed", Severity::error,
                "repairable HBM errors count as uncorrectable again: the repair failed"};
  }
  if (uncorrectable_step < 0 || repairable_step < 0) {
    return Move{"ecc_counters_fell", Severity::warning,
                "HBM error counts fell and moved nowhere: repaired, reset, or cleared by a write"};
  }
  return std::nullopt;
}

void remember(const Source& source, const NeuronDevice& device, const Picture& picture,
              DeviceMemory& memory, Events& events) {
  const auto uncorrectable = count_of(device.ecc, picture, kUncorrectable);
  const auto repairable = count_of(device.ecc, picture, kRepairable);
  if (!uncorrectable || !repairable) {
    return;
  }
  const auto move = memory.uncorrectable && memory.repairable
                        ? move_of(memory, *uncorrectable, *repairable)
                        : std::nullopt;
  if (move) {
    events.push_back(
        {device.id, source.clock.now(), "neuron", move->code, move->severity,
         std::string(move->text) + " (uncorrectable " + std::to_string(*memory.uncorrectable) +
             " -> " + std::to_string(*uncorrectable) + ", repairable " +
             std::to_string(*memory.repairable) + " -> " + std::to_string(*repairable) + ")",
         0});
  }
  memory.uncorrectable = uncorrectable;
  memory.repairable = repairable;
}

}  // namespace

void read_ecc(const Source& source, const NeuronDevice& device, DeviceMemory& memory,
              ProbeReading& reading) {
  const bool has_voucher = !device.serial_path.empty();
  auto why = has_voucher ? silence(source, device) : std::nullopt;
  const auto now = source.clock.now();
  auto picture = why ? Picture{} : steady_picture(source, device.ecc);
  if (!why && has_voucher) {
    why = silence(source, device);  // it may have gone silent in between
  }
  if (has_voucher) {
    const Reading answer =
        why && why->kind == ErrorKind::denied ? Reading(*why) : Reading(std::int64_t{why ? 0 : 1});
    reading.samples.push_back({device.handle, kSerialReadable, now, answer});
  }
  for (std::size_t i = 0; i < device.ecc.size(); ++i) {
    const auto& attribute = device.ecc[i];
    auto value =
        why ? Reading(not_vouched(attribute, *why)) : vouched(attribute, picture[i], has_voucher);
    reading.samples.push_back({attribute.device, attribute.metric, now, std::move(value)});
  }
  if (!why) {
    remember(source, device, picture, memory, reading.events);
  }
}

}  // namespace rackproof::neuron
