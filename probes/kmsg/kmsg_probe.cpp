#include "probes/kmsg/kmsg_probe.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "probes/factories.h"
#include "probes/kmsg/kmsg_parse.h"
#include "probes/machine/kernel_log.h"
#include "probes/neuron/neuron_log.h"
#include "probes/nvml/nvml_xid.h"
#include "probes/nvml/xid_line.h"
#include "probes/survey.h"

namespace rackproof {
namespace {

constexpr std::string_view kKernel = "kmsg";  ///< Source of what the kernel itself said.

/// A Neuron hardware error is a claim about a device, whoever wrote it.
void mark_neuron_claim(Event& event) {
  const auto error = neuron::parse_hardware_error(event.text);
  if (!error) {
    return;
  }
  event.code = "neuron_hw_error";
  if (!error->serial.empty()) {
    event.device = "node/accelerator:" + error->serial;
  }
  event.text += " [" + std::string(neuron::kForgeable) + "]";
  if (error->kind == neuron::kHangOnCollectives) {
    event.text += " [" + std::string(neuron::kPeersFirst) + "]";
  }
}

/// An Xid that the kernel tells is an event of its GPU. A process that writes such a line is not
/// believed.
void mark_xid(Event& event) {
  const auto line = event.source == kKernel ? nvml::parse_xid_line(event.text) : std::nullopt;
  if (!line) {
    return;
  }
  event.code = "kernel_xid_" + std::to_string(line->xid);
  event.device = "node/accelerator:" + line->address;
  event.severity = nvml::severity_of_xid(line->xid);
}

constexpr int kRecordsPerPass = 2000;  ///< A flood costs later passes, not this one's deadline.

class KmsgProbe final : public Probe {
 public:
  KmsgProbe(const Host& host, KernelLogReader log) : host_(host), log_(std::move(log)) {}

  [[nodiscard]] std::string_view name() const override { return "kmsg"; }

  Result<Discovery> discover() override {
    if (!log_) {
      auto opened = open_log();
      if (!opened) {
        return std::move(opened).error();
      }
    }
    Discovery found;
    found.devices.push_back(the_node());
    return found;
  }

  Result<ProbeReading> read() override {
    ProbeReading reading;
    for (int i = 0; log_ && i < kRecordsPerPass; ++i) {
      auto bytes = log_();
      if (!bytes && reading.events.empty()) {
        return std::move(bytes).error().during("kmsg");
      }
      if (!bytes) {
        reading.events.push_back(broken_off(bytes.error()));
        break;
      }
      if (!*bytes) {
        break;
      }
      take(**bytes, reading.events);
    }
    return reading;
  }

 private:
  /// Once: opened again, the log would begin again.
  Result<void> open_log() {
    if (!host_.files.is_this_machine()) {
      return Error{ErrorKind::not_observable, "kmsg: a captured tree has no kernel log"};
    }
    auto log = KernelLog::open();
    if (!log) {
      return std::move(log).error().during("kmsg");
    }
    file_ = std::make_unique<KernelLog>(std::move(log).value());
    log_ = [this] { return file_->next(); };
    return {};
  }

  void take(std::string_view bytes, Events& events) {
    auto record = kmsg::parse_record(bytes);
    if (!record) {
      events.push_back({std::string(kNodeId), host_.clock.now(), "kmsg", "kernel_log_malformed",
                        Severity::warning, record.error().message, next_sequence_});
      return;
    }
    note_gap(record->sequence, events);
    events.push_back(event_of(*record));
  }

  void note_gap(std::uint64_t sequence, Events& events) {
    if (seen_any_ && sequence > next_sequence_) {
      events.push_back({std::string(kNodeId), host_.clock.now(), "kmsg", "kernel_log_gap",
                        Severity::warning,
                        std::to_string(sequence - next_sequence_) + " records lost before record " +
                            std::to_string(sequence),
                        sequence});
    }
    seen_any_ = true;
    next_sequence_ = sequence + 1;
  }

  /// What was read before an error is handed over, and this says that there was one.
  [[nodiscard]] Event broken_off(const Error& why) const {
    return {std::string(kNodeId),
            host_.clock.now(),
            "kmsg",
            "kernel_log_broken_off",
            Severity::warning,
            "what comes behind here was not read: " + why.message,
            next_sequence_};
  }

  [[nodiscard]] Event event_of(const kmsg::Record& record) const {
    const auto boot = host_.clock.now() - host_.clock.monotonic();
    Event event;
    event.device = kmsg::device_id_of(record);
    event.taken_at =
        boot + std::chrono::microseconds(static_cast<std::int64_t>(record.since_boot_us));
    event.source = record.facility == 0 ? kKernel : "user";
    event.code = "log_record";
    event.severity = kmsg::severity_of(record.level);
    event.text = record.text;
    event.sequence = record.sequence;
    mark_neuron_claim(event);
    mark_xid(event);
    return event;
  }

  const Host& host_;
  std::unique_ptr<KernelLog> file_;
  KernelLogReader log_;
  bool seen_any_ = false;
  std::uint64_t next_sequence_ = 0;
};

}  // namespace

std::unique_ptr<Probe> make_kmsg_probe(const Host& host, KernelLogReader log) {
  return std::make_unique<KmsgProbe>(host, std::move(log));
}

std::unique_ptr<Probe> make_kmsg_probe(const Host& host) {
  return make_kmsg_probe(host, {});
}

}  // namespace rackproof
