#include <array>
#include <string>

#include "probes/attribute_reader.h"
#include "probes/factories.h"
#include "probes/pressure/pressure_parse.h"
#include "probes/survey.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr std::string_view kDir = "/proc/pressure";

struct Row {
  std::string_view file;
  const Metric* metric;
  ReadingParser parse;
};

// clang-format off
constexpr std::array kRows{
    Row{"cpu", metrics::named("pressure_cpu_waiting_seconds_total"), pressure::parse_waiting},
    Row{"cpu", metrics::named("pressure_cpu_stalled_seconds_total"), pressure::parse_stalled},
    Row{"memory", metrics::named("pressure_memory_waiting_seconds_total"), pressure::parse_waiting},
    Row{"memory", metrics::named("pressure_memory_stalled_seconds_total"), pressure::parse_stalled},
    Row{"io", metrics::named("pressure_io_waiting_seconds_total"), pressure::parse_waiting},
    Row{"io", metrics::named("pressure_io_stalled_seconds_total"), pressure::parse_stalled},
    Row{"irq", metrics::named("pressure_irq_stalled_seconds_total"), pressure::parse_stalled},
};
// clang-format on

/// Pressure stall information of the whole node, since boot.
class PressureProbe final : public Probe {
 public:
  explicit PressureProbe(const Host& host) : host_(host) {}

  [[nodiscard]] std::string_view name() const override { return "pressure"; }

  Result<Discovery> discover() override {
    const auto files = host_.files.list(kDir);
    if (!files) {
      return files.error().during("pressure");
    }
    Survey survey(host_, name());
    const auto node = survey.add(the_node());
    for (const auto& row : kRows) {  // irq is there since Linux 6.1 and only where accounted
      survey.watch_if_present(node, row.metric, std::string(kDir) + "/" + std::string(row.file),
                              row.parse);
    }
    return attributes_.finish(survey);
  }

  Result<ProbeReading> read() override { return ProbeReading{attributes_.read(), {}}; }

 private:
  const Host& host_;
  KeptAttributes attributes_{host_};
};

}  // namespace

std::unique_ptr<Probe> make_pressure_probe(const Host& host) {
  return std::make_unique<PressureProbe>(host);
}

}  // namespace rackproof
