#include "schemas/catalogue.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "schemas/architecture.h"
#include "schemas/event.h"
#include "schemas/run_record.h"
#include "schemas/verdict.h"

using namespace rackproof;

namespace {

template <typename Check>
void for_each_metric(Check check) {
  for (const auto& table : metrics::kTables) {
    for (const auto& metric : table) {
      CAPTURE(metric.name);
      check(metric);
    }
  }
}

/// How a name must end for its unit; a number without unit may be named freely.
std::string_view suffix_of(Unit unit) {
  switch (unit) {
    case Unit::ratio:
      return "_ratio";
    case Unit::celsius:
      return "_celsius";
    case Unit::watt:
      return "_watts";
    case Unit::joule:
      return "_joules";
    case Unit::volt:
      return "_volts";
    case Unit::ampere:
      return "_amperes";
    case Unit::hertz:
      return "_hertz";
    case Unit::rpm:
      return "_rpm";
    case Unit::second:
      return "_seconds";
    case Unit::byte:
      return "_bytes";
    case Unit::byte_per_second:
      return "_bytes_per_second";
    case Unit::bit_per_second:
      return "_bits_per_second";
    case Unit::flop_per_second:
      return "_flops_per_second";
    case Unit::transfer_per_second:
      return "_transfers_per_second";
    case Unit::operation_per_second:
      return "_per_second";
    case Unit::lane:
      return "_lanes";
    case Unit::pascal:
      return "_pascals";
    case Unit::metre:
      return "_metres";
    case Unit::cubic_metre_per_second:
      return "_cubic_metres_per_second";
    case Unit::gram_per_cubic_metre:
      return "_grams_per_cubic_metre";
    case Unit::volt_ampere:
      return "_volt_amperes";
    case Unit::volt_ampere_reactive:
      return "_volt_amperes_reactive";
    case Unit::ampere_hour:
      return "_ampere_hours";
    default:
      return "";
  }
}

bool is_name(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

/// Every enumerator from 0 up to the highest has exactly one word, and the word finds it.
template <typename E, std::size_t N>
void check_complete(const std::array<EnumName<E>, N>& table) {
  std::set<std::string_view> spelled;
  for (std::size_t i = 0; i < N; ++i) {
    const auto value = static_cast<E>(i);
    CAPTURE(i);
    CHECK_FALSE(word_of(table, value).empty());
    CHECK(spelled.insert(word_of(table, value)).second);
    CHECK(value_of(table, word_of(table, value)) == value);
  }
  CHECK(word_of(table, static_cast<E>(N)).empty());
  CHECK_FALSE(value_of(table, "no such word"));
}

}  // namespace

TEST_CASE("catalogue: a name means one thing", "[schemas][catalogue]") {
  std::set<std::string_view> names;
  for_each_metric([&names](const Metric& metric) {
    CHECK(is_name(metric.name));
    CHECK(names.insert(metric.name).second);
    CHECK(metrics::find(metric.name) == &metric);
    CHECK(metric.help.ends_with('.'));
  });
  CHECK(names.size() == metrics::count());
  CHECK(metrics::find("no_such_metric") == nullptr);
  CHECK(metrics::no_metric_of_that_name_in_the_catalogue() == nullptr);
}

TEST_CASE("catalogue: no table is longer than clang can read", "[schemas][catalogue]") {
  constexpr std::size_t kMostRows = 256;  // clang's -fbracket-depth, met by std::array's guide
  for (const auto& table : metrics::kTables) {
    CHECK(table.size() <= kMostRows);
  }
}

TEST_CASE("catalogue: a name ends with its unit, a counter in _total", "[schemas][catalogue]") {
  for_each_metric([](const Metric& metric) {
    const bool counter = metric.kind == MetricKind::counter;
    CHECK(metric.name.ends_with("_total") == counter);
    const auto stem = counter ? metric.name.substr(0, metric.name.size() - 6) : metric.name;
    CHECK(stem.ends_with(suffix_of(metric.unit)));
    CHECK(unit_row(metric.unit).base == metric.unit);
    for (const auto unit : {Unit::celsius, Unit::watt, Unit::byte, Unit::second, Unit::ratio}) {
      if (metric.unit == Unit::one) {
        CHECK_FALSE(stem.ends_with(suffix_of(unit)));
      }
    }
  });
}

TEST_CASE("catalogue: only a counter says how it counts", "[schemas][catalogue]") {
  for_each_metric([](const Metric& metric) {
    const auto& model = metric.counter;
    if (metric.kind != MetricKind::counter) {
      CHECK(model.width_bits == 0);
      CHECK_FALSE(model.range_on_device);
      CHECK(model.saturates_at == 0);
    }
    CHECK((model.width_bits >= 0 && model.width_bits <= 64));
    CHECK_FALSE((model.width_bits != 0 && model.range_on_device));
    CHECK((model.migrates_to.empty() || metrics::find(model.migrates_to) != nullptr));
  });
}

TEST_CASE("catalogue: error counts that a driver's reload clears say so, those of a life do not",
          "[schemas][catalogue]") {
  for (const auto* name : {"memory_ecc_correctable_total", "memory_ecc_uncorrectable_total",
                           "accelerator_ecc_uncorrectable_total", "hbm_ecc_uncorrectable_total",
                           "sram_ecc_uncorrectable_total", "amdgpu_ras_uncorrectable_total"}) {
    CAPTURE(name);
    REQUIRE(metrics::find(name) != nullptr);
    CHECK(metrics::find(name)->counter.clears_on == "driver_load");
  }
  for (const auto* name :
       {"accelerator_ecc_uncorrectable_lifetime_total", "hbm_ecc_uncorrectable_lifetime_total"}) {
    CAPTURE(name);
    REQUIRE(metrics::find(name) != nullptr);
    CHECK(metrics::find(name)->counter.clears_on.empty());
  }
}

TEST_CASE("catalogue: every enum table is complete", "[schemas][catalogue]") {
  check_complete(kDeviceKinds);
  check_complete(kMetricKinds);
  check_complete(kSeverities);
  check_complete(kBases);
  check_complete(kStatistics);
  check_complete(kDecisionRules);
  check_complete(kMustBinds);
  check_complete(kReferenceStatuses);
  check_complete(kStepStatuses);
  check_complete(kSelfChecks);
  check_complete(kRunStatuses);
  check_complete(kOutcomes);
  CHECK(kDeviceKinds.size() == static_cast<std::size_t>(DeviceKind::leak_detector) + 1);
  CHECK(kStatistics.size() == static_cast<std::size_t>(Statistic::drift) + 1);
  CHECK(kBases.size() == static_cast<std::size_t>(Basis::not_public) + 1);
}
