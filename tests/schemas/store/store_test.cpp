#include "schemas/store/store.h"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using testing::all_time;
using testing::at_second;
using testing::Ledger;
using testing::SampleMaker;
using testing::some_devices;

std::unique_ptr<Store> must_open(const std::string& path, Store::Mode mode) {
  auto store = Store::open(path, mode);
  if (!store) {
    FAIL(store.error().message);
  }
  return std::move(*store);
}

/// Every series of the ledger, and no other, to the bit.
void check_holds(Store& store, const Ledger& ledger) {
  const auto keys = store.keys();
  REQUIRE(keys);
  CHECK(keys->size() == ledger.series().size());
  for (const auto& [key, points] : ledger.series()) {
    const auto read = store.read(key, all_time());
    REQUIRE(read);
    CHECK(testing::same_bits(*read, ledger.in_time_order(key)));
    const auto last = store.last(key);
    REQUIRE(last);
    CHECK(testing::same_bits({*last}, {ledger.in_time_order(key).back()}));
  }
}

TEST_CASE("store: what was appended comes back to the bit, before and after every flush",
          "[schemas][store]") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const testing::TempDir dir;
    const auto path = dir.at("samples.db");
    SampleMaker maker(seed);
    Ledger ledger;
    auto store = must_open(path, Store::Mode::create);
    const auto devices = some_devices(4);
    for (int batch = 0; batch < 12; ++batch) {
      const auto samples = maker.samples(maker.below(400), devices.size());
      ledger.add(devices, samples);
      REQUIRE(store->append(devices, samples));
      if (maker.below(2) == 0) {
        REQUIRE(store->flush());
        CHECK(store->unflushed() == 0);
      }
      if (maker.below(4) == 0) {
        REQUIRE(store->close());
        store = must_open(path, Store::Mode::append);
        CHECK(store->recovery().closed_cleanly);
      }
    }
    check_holds(*store, ledger);
    REQUIRE(store->close());
    check_holds(*must_open(path, Store::Mode::read), ledger);
    auto sealed = Store::open_immutable(path);
    REQUIRE(sealed);
    check_holds(**sealed, ledger);
  }
}

TEST_CASE("store: a long series goes over many chunks and its ranges are half open",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto store = must_open(dir.at("samples.db"), Store::Mode::create);
  const auto devices = some_devices(1);
  constexpr auto kMetric = metrics::named("temperature_celsius");
  for (int second = 0; second < 40'000; ++second) {
    REQUIRE(store->append(devices, {{0, kMetric, at_second(second), 0.5 * second}}));
    if (second % 1000 == 0) {
      REQUIRE(store->flush());
    }
  }
  const SeriesKey key{"node", std::string(kMetric->name)};
  const auto some = store->read(key, {at_second(10), at_second(20'000)});
  REQUIRE(some);
  REQUIRE(some->size() == 19'990);
  CHECK(some->front().taken_at == at_second(10));
  CHECK(some->back().taken_at == at_second(19'999));
  CHECK(store->read({"node", "no_such_metric"}, all_time())->empty());
  CHECK(store->last({"nobody", "temperature_celsius"}).error().kind == ErrorKind::absent);
}

TEST_CASE("store: a steady series of a sensor costs little more than a byte a sample",
          "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("samples.db");
  auto store = must_open(path, Store::Mode::create);
  const auto devices = some_devices(1);
  SampleMaker maker(7);
  constexpr int kSeconds = 20'000;
  for (int second = 0; second < kSeconds; ++second) {
    Samples samples;
    for (const auto* metric :
         {metrics::named("temperature_celsius"), metrics::named("cpu_frequency_hertz"),
          metrics::named("memory_ecc_correctable_total"), metrics::named("probe_success")}) {
      const auto value = static_cast<double>(47'000 + maker.below(3) * 500) / 1000;
      samples.push_back({0, metric, at_second(second), value});
    }
    REQUIRE(store->append(devices, samples));
  }
  REQUIRE(store->close());
  const auto per_sample = static_cast<double>(std::filesystem::file_size(path)) / (4.0 * kSeconds);
  CHECK(per_sample < 1.5);
}

TEST_CASE("store: a reason's message is cut at its limit, between two characters",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto store = must_open(dir.at("samples.db"), Store::Mode::create);
  const std::string umlauts = "x" + [] {
    std::string text;
    for (int i = 0; i < 2000; ++i) {
      text += "\xC3\xA4";
    }
    return text;
  }();
  constexpr auto kMetric = metrics::named("temperature_celsius");
  REQUIRE(
      store->append(some_devices(1), {{0, kMetric, at_second(0), Error{ErrorKind::io, umlauts}}}));
  const auto last = store->last({"node", "temperature_celsius"});
  REQUIRE(last);
  CHECK(std::get<Error>(last->reading).message == umlauts.substr(0, 1023));
}

TEST_CASE("store: a sample of no device is refused and nothing of its batch is kept",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto store = must_open(dir.at("samples.db"), Store::Mode::create);
  constexpr auto kMetric = metrics::named("temperature_celsius");
  const auto refused = store->append(
      some_devices(1), {{0, kMetric, at_second(0), 1.0}, {7, kMetric, at_second(0), 1.0}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::malformed);
  CHECK(store->unflushed() == 0);
}

TEST_CASE("store: an export is one whole file that says it was closed, and writing goes on",
          "[schemas][store]") {
  const testing::TempDir dir;
  auto store = must_open(dir.at("live.db"), Store::Mode::create);
  const auto devices = some_devices(3);
  SampleMaker maker(11);
  Ledger ledger;
  const auto samples = maker.samples(500, 3);
  ledger.add(devices, samples);
  REQUIRE(store->append(devices, samples));
  REQUIRE(store->append(Events{{"node", at_second(1), "kmsg", "mce", Severity::error, "hot", 9}}));
  REQUIRE(store->set_note("run_id", "4711"));
  const auto out = dir.at("samples.db");
  REQUIRE(store->export_to(out));
  CHECK_FALSE(std::filesystem::exists(out + "-wal"));
  REQUIRE(store->append(devices, maker.samples(10, 3)));
  REQUIRE(store->flush());

  std::filesystem::permissions(out, std::filesystem::perms::owner_read);
  auto sealed = Store::open_immutable(out);
  REQUIRE(sealed);
  CHECK((*sealed)->recovery().closed_cleanly);
  check_holds(**sealed, ledger);
  CHECK((*sealed)->events(all_time())->size() == 1);
  CHECK((*sealed)->note("run_id").value() == "4711");
  CHECK((*sealed)->devices().value() == devices);
  CHECK_FALSE((*sealed)->append(Events{}));
  CHECK_FALSE(store->export_to(out));
}

TEST_CASE("store: a second writer takes over and the first one is told", "[schemas][store]") {
  const testing::TempDir dir;
  const auto path = dir.at("samples.db");
  auto first = must_open(path, Store::Mode::create);
  const auto devices = some_devices(1);
  constexpr auto kMetric = metrics::named("temperature_celsius");
  REQUIRE(first->append(devices, {{0, kMetric, at_second(0), 1.0}}));
  REQUIRE(first->flush());
  auto second = must_open(path, Store::Mode::append);
  CHECK_FALSE(second->recovery().closed_cleanly);
  REQUIRE(first->append(devices, {{0, kMetric, at_second(1), 2.0}}));
  const auto refused = first->flush();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("another writer") != std::string::npos);
  REQUIRE(second->append(devices, {{0, kMetric, at_second(2), 3.0}}));
  REQUIRE(second->close());
  CHECK(Store::open_immutable(path)
            .value()
            ->read({"node", "temperature_celsius"}, all_time())
            ->size() == 2);
}

}  // namespace
}  // namespace rackproof
