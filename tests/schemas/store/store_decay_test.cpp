// What disks do to files: bits turn, ends are torn off, room runs out.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "schemas/store/store.h"
#include "tests/support/sample_maker.h"
#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

using testing::all_time;
using testing::at_second;
using testing::Ledger;
using testing::SampleMaker;
using testing::some_devices;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A whole store in one file and what it holds.
struct Whole {
  Ledger ledger;
  Devices devices = some_devices(5);
  Events events;
  std::string bytes;
};

Whole whole_store() {
  const testing::TempDir dir;
  Whole whole;
  SampleMaker maker(42);
  auto store = Store::open(dir.at("live.db"), Store::Mode::create).value();
  for (int batch = 0; batch < 6; ++batch) {
    const auto samples = maker.samples(300, whole.devices.size());
    whole.ledger.add(whole.devices, samples);
    REQUIRE(store->append(whole.devices, samples));
    whole.events.push_back({"node", at_second(batch), "kmsg", "mce", Severity::error, "hot",
                            static_cast<std::uint64_t>(batch)});
    REQUIRE(store->append(Events{whole.events.back()}));
    REQUIRE(store->flush());
  }
  REQUIRE(store->export_to(dir.at("samples.db")));
  whole.bytes = bytes_of(dir.at("samples.db"));
  return whole;
}

/// Everything that can be asked: each answer is the truth or an Error.
void check_truth_or_error(const std::string& path, const Whole& whole, int& errors) {
  auto store = Store::open_immutable(path);
  if (!store) {
    ++errors;
    CHECK_FALSE(store.error().message.empty());
    return;
  }
  const auto before = errors;
  const auto keys = (*store)->keys();
  CHECK((!keys || keys->size() == whole.ledger.series().size()));
  for (const auto& [key, points] : whole.ledger.series()) {
    const auto read = (*store)->read(key, all_time());
    if (!read) {
      errors = before + 1;
    } else if (!testing::same_bits(*read, whole.ledger.in_time_order(key))) {
      FAIL("a wrong value or a silent gap");
    }
  }
  const auto events = (*store)->events(all_time());
  CHECK((!events || *events == whole.events));
  const auto devices = (*store)->devices();
  CHECK((!devices || *devices == whole.devices));
}

TEST_CASE("store: a turned bit is an error or no matter, never a wrong value or a gap",
          "[schemas][store]") {
  const auto whole = whole_store();
  const testing::TempDir dir;
  SampleMaker dice(1);
  int errors = 0;
  for (int round = 0; round < 1500; ++round) {
    auto bytes = whole.bytes;
    const auto place = round < 100 ? static_cast<std::size_t>(round)  // the header, byte by byte
                                   : dice.below(bytes.size());
    bytes[place] = static_cast<char>(bytes[place] ^ (1 << dice.below(8)));
    INFO("byte " << place);
    check_truth_or_error(dir.write("samples.db", bytes), whole, errors);
  }
  CHECK(errors > 400);
}

TEST_CASE("store: a torn file is an error, never half an answer", "[schemas][store]") {
  const auto whole = whole_store();
  const testing::TempDir dir;
  SampleMaker dice(2);
  int errors = 0;
  for (int round = 0; round < 100; ++round) {
    const auto length = dice.below(whole.bytes.size());
    INFO("torn at " << length);
    check_truth_or_error(dir.write("samples.db", whole.bytes.substr(0, length)), whole, errors);
  }
  CHECK(errors == 100);
}

/// A store as a crash leaves it: the file, its log, and how many samples the log holds.
TEST_CASE("store: a torn or turned log costs the newest samples only", "[schemas][store]") {
  const testing::TempDir dir;
  auto store = Store::open(dir.at("live.db"), Store::Mode::create).value();
  constexpr auto kMetric = metrics::named("memory_ecc_correctable_total");
  for (std::int64_t n = 0; n < 60; ++n) {
    REQUIRE(store->append(some_devices(1), {{0, kMetric, at_second(static_cast<double>(n)), n}}));
    REQUIRE(store->flush());
  }
  const auto file = bytes_of(dir.at("live.db"));
  const auto log = bytes_of(dir.at("live.db-wal"));
  REQUIRE(log.size() > 4096);
  SampleMaker dice(3);
  for (int round = 0; round < 150; ++round) {
    const testing::TempDir crashed;
    auto torn = log.substr(0, dice.below(log.size()));
    if (round % 2 == 0) {
      torn = log;
      torn[dice.below(torn.size())] ^= 4;
    }
    const auto path = crashed.write("live.db", file);
    crashed.write("live.db-wal", torn);
    auto again = Store::open(path, Store::Mode::append);
    if (!again) {
      continue;  // torn before the tables were made, and said so
    }
    CHECK_FALSE((*again)->recovery().closed_cleanly);
    const auto series = (*again)->read({"node", std::string(kMetric->name)}, all_time());
    REQUIRE(series);
    for (std::size_t i = 0; i < series->size(); ++i) {
      CHECK(std::get<std::int64_t>((*series)[i].reading) == static_cast<std::int64_t>(i));
    }
  }
}

/// In a child, since a limit on files is the whole process's. Exit code = what went wrong.
int fill_the_disk(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  auto store = Store::open(path, Store::Mode::create);
  constexpr auto kMetric = metrics::named("memory_ecc_correctable_total");
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const auto room = limit.rlim_cur;
  limit.rlim_cur = 300'000;
  setrlimit(RLIMIT_FSIZE, &limit);
  SampleMaker maker(5);
  Result<void> flushed;
  std::int64_t n = 0;
  while (flushed && n < 1'000'000) {
    for (int i = 0; i < 500; ++i, ++n) {
      const auto noise = static_cast<std::int64_t>(maker.below(UINT64_MAX) / 2);
      if (!(*store)->append(some_devices(1),
                            {{0, kMetric, at_second(static_cast<double>(n)), noise}})) {
        return 1;
      }
    }
    flushed = (*store)->flush();
  }
  if (flushed || flushed.error().kind != ErrorKind::io || (*store)->unflushed() == 0) {
    return 2;
  }
  if ((*store)->read({"node", std::string(kMetric->name)}, all_time())->size() !=
      static_cast<std::size_t>(n)) {
    return 3;
  }
  limit.rlim_cur = room;
  setrlimit(RLIMIT_FSIZE, &limit);
  if (!(*store)->flush() || !(*store)->close()) {
    return 4;
  }
  auto whole = Store::open_immutable(path);
  const bool all =
      whole && (*whole)->read({"node", std::string(kMetric->name)}, all_time())->size() ==
                   static_cast<std::size_t>(n);
  return all ? 0 : 5;
}

TEST_CASE("store: a full disk fails the flush and loses nothing once there is room again",
          "[schemas][store]") {
  const testing::TempDir dir;
  const pid_t child = fork();
  if (child == 0) {
    _exit(fill_the_disk(dir.at("samples.db")));
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace rackproof
