#include <array>

#include "probes/nvml/nvml_pass.h"
#include "schemas/catalogue.h"

namespace rackproof::nvml {
namespace {

using metrics::named;

constexpr int kVolatile = 0;   ///< From 0 when the driver is loaded or the GPU reset.
constexpr int kAggregate = 1;  ///< Kept in the InfoROM, for the GPU's life.
constexpr int kCorrected = 0;
constexpr int kUncorrected = 1;
constexpr int kDram = 2;
constexpr int kSram = 7;

struct ErrorRow {
  std::string_view at;
  const Metric* metric = nullptr;
  int type = 0;
  int counter = 0;
  int location = 0;
};

constexpr auto kSramCorrected = named("sram_ecc_correctable_total");
constexpr auto kSramUncorrected = named("sram_ecc_uncorrectable_total");
constexpr auto kSramCorrectedEver = named("sram_ecc_correctable_lifetime_total");
constexpr auto kSramUncorrectedEver = named("sram_ecc_uncorrectable_lifetime_total");

// clang-format off
constexpr std::array kErrors{
    ErrorRow{"/hbm", named("hbm_ecc_correctable_total"), kCorrected, kVolatile, kDram},
    ErrorRow{"/hbm", named("hbm_ecc_uncorrectable_total"), kUncorrected, kVolatile, kDram},
    ErrorRow{"/hbm", named("hbm_ecc_correctable_lifetime_total"), kCorrected, kAggregate, kDram},
    ErrorRow{"/hbm", named("hbm_ecc_uncorrectable_lifetime_total"), kUncorrected, kAggregate, kDram},
    ErrorRow{"", kSramCorrected, kCorrected, kVolatile, kSram},
    ErrorRow{"", kSramUncorrected, kUncorrected, kVolatile, kSram},
    ErrorRow{"", kSramCorrectedEver, kCorrected, kAggregate, kSram},
    ErrorRow{"", kSramUncorrectedEver, kUncorrected, kAggregate, kSram},
};
// clang-format on

/// Where the counter of that location is not supported.
void fill(DevicePass& pass, const Metric* metric, std::uint64_t count) {
  if (auto* reading = pass.unsupported("", metric)) {
    *reading = scaled_reading(*metric, count, 1, 1);
  }
}

void read_sram(DevicePass& pass) {
  SramEcc sram;
  sram.version = version_word<SramEcc>(1);
  const auto asked = pass.call.ask("nvmlDeviceGetSramEccErrorStatus", pass.api.sram_ecc, &sram);
  pass.put("", named("nvidia_sram_parity_uncorrectable_total"), asked, sram.volatile_parity);
  pass.put("", named("nvidia_sram_secded_uncorrectable_total"), asked, sram.volatile_secded);
  pass.put("", named("nvidia_sram_ecc_threshold_exceeded"), asked,
           sram.threshold_exceeded != 0 ? 1U : 0U);
  if (asked) {
    fill(pass, kSramCorrected, sram.volatile_corrected);
    fill(pass, kSramUncorrected, sram.volatile_parity + sram.volatile_secded);
    fill(pass, kSramCorrectedEver, sram.aggregate_corrected);
    fill(pass, kSramUncorrectedEver, sram.aggregate_parity + sram.aggregate_secded);
  }
}

void read_histogram(DevicePass& pass) {
  RowHistogram banks;
  const auto asked =
      pass.call.ask("nvmlDeviceGetRowRemapperHistogram", pass.api.row_histogram, &banks);
  pass.put_short("/hbm", named("hbm_banks_spare_rows_max_count"), asked, banks.max);
  pass.put_short("/hbm", named("hbm_banks_spare_rows_high_count"), asked, banks.high);
  pass.put_short("/hbm", named("hbm_banks_spare_rows_partial_count"), asked, banks.partial);
  pass.put_short("/hbm", named("hbm_banks_spare_rows_low_count"), asked, banks.low);
  pass.put_short("/hbm", named("hbm_banks_spare_rows_none_count"), asked, banks.none);
}

}  // namespace

void read_memory_errors(DevicePass& pass) {
  for (const auto& row : kErrors) {
    std::uint64_t count = 0;
    const auto asked = pass.call.ask("nvmlDeviceGetMemoryErrorCounter", pass.api.memory_errors,
                                     row.type, row.counter, row.location, &count);
    pass.put(row.at, row.metric, asked, count);
  }
  read_sram(pass);
  read_histogram(pass);
}

}  // namespace rackproof::nvml
