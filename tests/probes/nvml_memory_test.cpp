#include <catch2/catch.hpp>

#include "tests/support/nvml_device.h"

using namespace rackproof;
using namespace rackproof::nvml;
using rackproof::testing::NvmlDevice;

namespace {

int count_errors(DeviceRef, int type, int counter, int location, std::uint64_t* count) {
  *count = static_cast<std::uint64_t>(100 * location + 10 * counter + type);
  return 0;
}

int count_sram(DeviceRef, SramEcc* sram) {
  if (sram->version != 0x01000068) {
    return 25;
  }
  sram->volatile_parity = 4;
  sram->volatile_secded = 5;
  sram->volatile_corrected = 6;
  sram->aggregate_parity = 40;
  sram->aggregate_secded = 50;
  sram->aggregate_corrected = 60;
  sram->threshold_exceeded = 1;
  return 0;
}

}  // namespace

TEST_CASE("nvml memory: since the reset and in a life, corrected and not, are four counters",
          "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.memory_errors = count_errors;
  read_memory_errors(gpu.pass);
  CHECK(gpu.value("/hbm", "hbm_ecc_correctable_total") == 200);
  CHECK(gpu.value("/hbm", "hbm_ecc_uncorrectable_total") == 201);
  CHECK(gpu.value("/hbm", "hbm_ecc_correctable_lifetime_total") == 210);
  CHECK(gpu.value("/hbm", "hbm_ecc_uncorrectable_lifetime_total") == 211);
  CHECK(gpu.value("", "sram_ecc_uncorrectable_total") == 701);
}

TEST_CASE("nvml memory: the newer SRAM status fills what the older counters do not support",
          "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.sram_ecc = count_sram;
  read_memory_errors(gpu.pass);
  CHECK(gpu.value("", "sram_ecc_correctable_total") == 6);
  CHECK(gpu.value("", "sram_ecc_uncorrectable_total") == 9);
  CHECK(gpu.value("", "sram_ecc_uncorrectable_lifetime_total") == 90);
  CHECK(gpu.value("", "nvidia_sram_ecc_threshold_exceeded") == 1);
  CHECK(gpu.reason("/hbm", "hbm_ecc_correctable_total").kind == ErrorKind::unsupported);
}

TEST_CASE("nvml memory: counters that work are not replaced by the SRAM status", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.memory_errors = count_errors;
  gpu.api.sram_ecc = count_sram;
  read_memory_errors(gpu.pass);
  CHECK(gpu.value("", "sram_ecc_correctable_total") == 700);
  CHECK(gpu.value("", "nvidia_sram_parity_uncorrectable_total") == 4);
}

TEST_CASE("nvml memory: a query that fails leaves reasons, not zeros", "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.memory_errors = [](DeviceRef, int, int, int, std::uint64_t*) { return 14; };
  gpu.api.sram_ecc = count_sram;
  gpu.api.row_histogram = [](DeviceRef, RowHistogram*) { return 3; };
  read_memory_errors(gpu.pass);
  CHECK(gpu.reason("/hbm", "hbm_ecc_uncorrectable_total").kind == ErrorKind::malformed);
  CHECK(gpu.reason("", "sram_ecc_uncorrectable_total").kind == ErrorKind::malformed);
  CHECK(gpu.reason("/hbm", "hbm_banks_spare_rows_none_count").kind == ErrorKind::unsupported);
}

TEST_CASE("nvml memory: banks are counted by the spare rows that they have left",
          "[probes][nvml]") {
  NvmlDevice gpu;
  gpu.api.row_histogram = [](DeviceRef, RowHistogram* banks) {
    *banks = {2559, 1, 0, 0, 3};
    return 0;
  };
  read_memory_errors(gpu.pass);
  CHECK(gpu.value("/hbm", "hbm_banks_spare_rows_max_count") == 2559);
  CHECK(gpu.value("/hbm", "hbm_banks_spare_rows_high_count") == 1);
  CHECK(gpu.value("/hbm", "hbm_banks_spare_rows_none_count") == 3);
}
