#include <catch2/catch.hpp>

#include "probes/redfish/redfish_reading.h"
#include "schemas/catalogue.h"
#include "tests/support/redfish_service.h"

using namespace rackproof;
using namespace rackproof::redfish;
using rackproof::testing::json;

namespace {

/// Of a document of that type; the metric must be there.
Reading read(std::string_view type, std::string_view document, std::string_view metric) {
  const Place place{0, std::string(type), std::nullopt};
  for (const auto& reading : read_document(place, "/redfish/v1/x", json(document))) {
    if (reading.metric->name == metric) {
      return reading.reading;
    }
  }
  FAIL("no " << metric);
  return {};
}

}  // namespace

TEST_CASE("redfish: processor metrics with throttle times and counts", "[probes][redfish]") {
  constexpr std::string_view kMetrics =
      R"({"OperatingSpeedMHz":2070,"CoreVoltage":{"Reading":0.895},"ThrottlingCelsius":54,
          "PCIeErrors":{"ReplayCount":3,"L0ToRecoveryCount":4},
          "CacheMetricsTotal":{"LifeTime":{"UncorrectableECCErrorCount":1}},
          "PowerLimitThrottleDuration":"PT0S",
          "Oem":{"Nvidia":{"GlobalSoftwareViolationThrottleDuration":"P6DT23H37M28.467800960S",
          "SMUtilizationPercent":12.5,"NVLinkRawRxBandwidthGbps":2,"ThrottleReasons":["NA"]}}})";
  const auto value = [&](std::string_view metric) {
    return as_double(read("ProcessorMetrics", kMetrics, metric));
  };
  CHECK(value("clock_frequency_hertz") == 2.07e9);
  CHECK(value("voltage_volts") == 0.895);
  CHECK(value("temperature_margin_celsius") == 54);
  CHECK(value("pcie_replay_total") == 3);
  CHECK(value("pcie_recovery_total") == 4);
  CHECK(value("processor_cache_ecc_lifetime_uncorrectable_total") == 1);
  CHECK(value("throttle_power_seconds_total") == 0);
  CHECK(value("throttle_software_seconds_total") == Approx(603448.46780096));
  CHECK(value("accelerator_multiprocessor_utilization_ratio") == 0.125);
  CHECK(value("accelerator_link_receive_raw_bits_per_second") == 2e9);
}

TEST_CASE("redfish: memory tells its errors over its life, its rows and its banks",
          "[probes][redfish]") {
  constexpr std::string_view kMetrics =
      R"({"LifeTime":{"CorrectableECCErrorCount":7,"UncorrectableECCErrorCount":0},
          "HealthData":{"DataLossDetected":false,"AlarmTrips":{"Temperature":true}},
          "Oem":{"Nvidia":{"RowRemapping":{"MaxAvailabilityBankCount":5952,
          "UncorrectableRowRemappingCount":2}}}})";
  const auto value = [&](std::string_view metric) {
    return as_double(read("MemoryMetrics", kMetrics, metric));
  };
  CHECK(value("memory_ecc_lifetime_correctable_total") == 7);
  CHECK(value("memory_data_loss") == 0);
  CHECK(value("memory_alarm_temperature") == 1);
  CHECK(value("hbm_banks_spare_rows_max_count") == 5952);
  CHECK(value("hbm_rows_remapped_uncorrectable_count") == 2);
}

TEST_CASE("redfish: a memory of 0 MiB has not told its size", "[probes][redfish]") {
  const auto reading = read("Memory", R"({"CapacityMiB":0})", "memory_size_bytes");
  CHECK(std::get<Error>(reading).kind == ErrorKind::sentinel);
  CHECK(as_double(read("Memory", R"({"CapacityMiB":32768})", "memory_size_bytes")) ==
        34359738368.0);
  CHECK(as_double(read("Memory", R"({"Oem":{"Nvidia":{"RowRemappingPending":true}}})",
                       "hbm_row_remap_pending")) == 1);
}
