#include "probes/sinks/spool.h"

#include <csignal>

#include <catch2/catch.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probes/machine/output_file.h"
#include "probes/machine/segment_file.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/full_disk.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;
using namespace std::chrono_literals;

namespace {

SpoolSettings settings_in(const TempDir& directory) {
  SpoolSettings settings;
  settings.directory = directory.at("spool");
  return settings;
}

Spool opened(const SpoolSettings& settings, const Clock& clock) {
  auto spool = Spool::open(settings, clock);
  REQUIRE(spool);
  return *std::move(spool);
}

/// "request 12", made longer.
std::string body_of(std::uint64_t number, std::size_t bytes = 0) {
  auto body = "request " + std::to_string(number);
  body.resize(std::max(body.size(), bytes), '.');
  return body;
}

void append(Spool& spool, std::uint64_t from, std::uint64_t to, std::size_t bytes = 0) {
  for (auto number = from; number <= to; ++number) {
    REQUIRE(spool.append(body_of(number, bytes), 10));
  }
}

/// The sequences that can be read, from `from` on; each body must be that of its sequence.
std::vector<std::uint64_t> readable(Spool& spool, std::uint64_t from, std::size_t bytes = 0) {
  std::vector<std::uint64_t> all;
  while (auto request = spool.read_from(from)) {
    CHECK(request->body == body_of(request->head.sequence, bytes));
    all.push_back(request->head.sequence);
    from = request->head.sequence + 1;
  }
  return all;
}

std::vector<std::uint64_t> numbers(std::uint64_t from, std::uint64_t to) {
  std::vector<std::uint64_t> all;
  for (auto number = from; number <= to; ++number) {
    all.push_back(number);
  }
  return all;
}

std::vector<std::string> segments(const SpoolSettings& settings) {
  auto names = names_in_directory(settings.directory);
  REQUIRE(names);
  std::erase_if(*names, [](const std::string& name) { return !name.ends_with(".spool"); });
  return *std::move(names);
}

void flip(std::string& bytes, std::size_t at) {
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
}

}  // namespace

TEST_CASE("spool: what was appended is read in its order, after a restart too", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  {
    auto spool = opened(settings, clock);
    append(spool, 1, 20);
    CHECK(readable(spool, 0) == numbers(1, 20));
    CHECK(spool.state().waiting_requests == 20);
    CHECK(spool.state().waiting_samples == 200);
  }
  auto spool = opened(settings, clock);
  CHECK(readable(spool, 0) == numbers(1, 20));
  append(spool, 21, 25);
  CHECK(readable(spool, 19) == numbers(19, 25));
}

TEST_CASE("spool: what was done with is not read again after a restart", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  {
    auto spool = opened(settings, clock);
    append(spool, 1, 20);
    spool.move_on(8, 8);
    CHECK(spool.state().waiting_requests == 13);
  }
  auto spool = opened(settings, clock);
  CHECK(spool.floor() == 8);
  CHECK(readable(spool, spool.floor()) == numbers(8, 20));
  CHECK(spool.state().waiting_requests == 13);
}

TEST_CASE("spool: the floor stays behind what may have to be sent again", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  {
    auto spool = opened(settings, clock);
    append(spool, 1, 20);
    spool.move_on(18, 5);
    CHECK(spool.state().waiting_requests == 3);
    CHECK(readable(spool, 5) == numbers(5, 20));
  }
  CHECK(opened(settings, clock).floor() == 5);
}

TEST_CASE("spool: a sequence is never used twice, though nothing is left of it",
          "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  {
    auto spool = opened(settings, clock);
    append(spool, 1, 3);
    spool.move_on(4, 4);
  }
  for (const auto& name : segments(settings)) {
    REQUIRE(remove_file(settings.directory + "/" + name));  // as a power cut may
  }
  auto spool = opened(settings, clock);
  append(spool, 4, 4);
  CHECK(readable(spool, 0) == numbers(4, 4));
}

TEST_CASE("spool: a mark that was torn leaves the one before it", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  {
    auto spool = opened(settings, clock);
    append(spool, 1, 9);
    spool.move_on(4, 4);
    spool.move_on(6, 6);
  }
  auto bytes = read_file(settings.directory + "/mark", 4096);
  REQUIRE(bytes);
  flip(*bytes, 10);  // the second of two marks went into the first of two places
  directory.write("spool/mark", *bytes);
  CHECK(opened(settings, clock).floor() == 4);
  flip(*bytes, kSpoolMarkBytes + 10);
  directory.write("spool/mark", *bytes);
  auto spool = opened(settings, clock);
  CHECK(spool.floor() == 0);  // rather twice than never
  CHECK(readable(spool, spool.floor()) == numbers(1, 9));
}

TEST_CASE("spool: a torn end costs what was being written and is told", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  {
    auto spool = opened(settings, clock);
    append(spool, 1, 9);
  }
  const auto path = settings.directory + "/" + segments(settings).front();
  auto bytes = read_file(path, 1 << 20);
  REQUIRE(bytes);
  directory.write("spool/" + segments(settings).front(), bytes->substr(0, bytes->size() - 3));

  auto spool = opened(settings, clock);

  CHECK(spool.state().torn_bytes == kSpoolHeadBytes + body_of(9).size() - 3);
  CHECK(readable(spool, 0) == numbers(1, 8));
  append(spool, 9, 10);
  CHECK(readable(spool, 0) == numbers(1, 10));
}

TEST_CASE("spool: a request that was damaged is counted and never sent", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  auto spool = opened(settings, clock);
  append(spool, 1, 5);
  const auto name = "spool/" + segments(settings).front();
  auto bytes = read_file(directory.at(name), 1 << 20);
  REQUIRE(bytes);
  flip(*bytes, bytes->find("request 3"));
  directory.write(name, *bytes);

  CHECK(readable(spool, 0) == std::vector<std::uint64_t>{1, 2, 4, 5});
  CHECK(spool.state().damaged.requests == 1);
  CHECK(spool.state().damaged.samples == 10);
  CHECK(spool.state().trouble.find("request 3 is damaged") != std::string::npos);
  CHECK(spool.state().waiting_requests == 4);
}

TEST_CASE("spool: a second process is refused", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  auto spool = opened(settings, clock);
  const pid_t child = fork();
  if (child == 0) {
    const auto second = Spool::open(settings, clock);
    _exit(!second && second.error().kind == ErrorKind::denied ? 7 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WEXITSTATUS(status) == 7);
}

TEST_CASE("spool: over its bytes the oldest go, and are counted", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  auto settings = settings_in(directory);
  settings.most_bytes = 64 << 10;
  auto spool = opened(settings, clock);
  append(spool, 1, 200, 1000);

  const auto left = readable(spool, 0, 1000);

  CHECK(spool.state().disk_bytes <= settings.most_bytes);
  CHECK(spool.state().disk_bytes > settings.most_bytes - 8192);
  REQUIRE_FALSE(left.empty());
  CHECK(left == numbers(left.front(), 200));
  CHECK(spool.state().too_many.requests == static_cast<std::int64_t>(left.front()) - 1);
  CHECK(spool.state().too_many.samples == 10 * spool.state().too_many.requests);
}

TEST_CASE("spool: what was delivered before it had to go is not lost", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  auto settings = settings_in(directory);
  settings.most_bytes = 64 << 10;
  auto spool = opened(settings, clock);
  append(spool, 1, 60, 1000);
  spool.move_on(61, 1);
  append(spool, 61, 100, 1000);
  CHECK(spool.state().too_many.requests == 0);
  CHECK(readable(spool, 61, 1000) == numbers(61, 100));
}

TEST_CASE("spool: what is delivered takes no room", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  auto settings = settings_in(directory);
  settings.most_bytes = 64 << 10;
  auto spool = opened(settings, clock);
  for (std::uint64_t number = 1; number <= 500; ++number) {
    append(spool, number, number, 1000);
    spool.move_on(number + 1, number + 1);
  }
  CHECK(segments(settings).size() <= 2);
  CHECK(spool.state().disk_bytes < 10'000);
  CHECK(spool.state().too_many.requests == 0);
}

TEST_CASE("spool: a request that is too long by itself is refused and counted", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  auto settings = settings_in(directory);
  settings.most_bytes = 64 << 10;
  auto spool = opened(settings, clock);
  const auto refused = spool.append(std::string(1 << 20, 'x'), 10);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::out_of_range);
  CHECK(spool.state().too_many.samples == 10);
  append(spool, 1, 1);
  CHECK(readable(spool, 0) == numbers(1, 1));
}

TEST_CASE("spool: what is over its age goes; a stepped clock ages nothing", "[probes][sinks]") {
  const TempDir directory;
  FrozenClock clock;
  auto settings = settings_in(directory);
  settings.most_age = 1h;
  auto spool = opened(settings, clock);
  append(spool, 1, 3);
  clock.step_wall(24h * 365);
  CHECK(readable(spool, 0) == numbers(1, 3));
  clock.advance(59min);
  CHECK(readable(spool, 0) == numbers(1, 3));
  clock.advance(2min);
  CHECK(readable(spool, 0).empty());
  CHECK(spool.state().too_old.requests == 3);
  append(spool, 4, 4);
  CHECK(readable(spool, 0) == numbers(4, 4));
}

TEST_CASE("spool: what an earlier process left is dated by the time of day", "[probes][sinks]") {
  const TempDir directory;
  FrozenClock clock;
  auto settings = settings_in(directory);
  settings.most_age = 1h;
  {
    auto spool = opened(settings, clock);
    append(spool, 1, 3);
  }
  clock.advance(40min);
  auto spool = opened(settings, clock);
  CHECK(readable(spool, 0) == numbers(1, 3));
  clock.advance(21min);
  CHECK(readable(spool, 0).empty());
  CHECK(spool.state().too_old.requests == 3);
}

TEST_CASE("spool: a full disk loses nothing that memory can hold, nor its order",
          "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  auto spool = opened(settings, clock);
  append(spool, 1, 3, 1000);
  {
    const FullDisk full(3 * (1000 + kSpoolHeadBytes) + 500);
    append(spool, 4, 6, 1000);
    CHECK(spool.state().held_requests == 3);
    CHECK(spool.state().trouble.find(segments(settings).front()) != std::string::npos);
    CHECK(readable(spool, 0, 1000) == numbers(1, 6));
    const auto synced = spool.sync();
    REQUIRE_FALSE(synced);  // what is in memory only is not promised
    CHECK(synced.error().kind == ErrorKind::out_of_range);
    spool.move_on(5, 5);
    CHECK(spool.state().held_requests == 2);
  }
  REQUIRE(spool.sync());
  CHECK(spool.state().held_requests == 0);
  append(spool, 7, 7, 1000);
  CHECK(spool.state().trouble.empty());
  CHECK(readable(spool, spool.floor(), 1000) == numbers(5, 7));
}

TEST_CASE("spool: what a full disk did not take is there after a restart once it took it",
          "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  {
    auto spool = opened(settings, clock);
    {
      const FullDisk full(500);
      append(spool, 1, 3, 1000);
      CHECK(spool.state().held_requests == 3);
    }
    append(spool, 4, 4, 1000);
  }
  auto spool = opened(settings, clock);
  CHECK(readable(spool, 0, 1000) == numbers(1, 4));
  CHECK(spool.state().torn_bytes == 0);
}

TEST_CASE("spool: memory is bounded while the disk is full, and what goes is counted",
          "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  auto settings = settings_in(directory);
  settings.most_held = 10'000;
  auto spool = opened(settings, clock);
  const FullDisk full(500);
  append(spool, 1, 30, 1000);
  CHECK(spool.state().held_requests == 10);
  CHECK(spool.state().too_many.requests == 20);
  CHECK(readable(spool, 0, 1000) == numbers(21, 30));
}

TEST_CASE("spool: files of others in its directory are left alone", "[probes][sinks]") {
  const TempDir directory;
  const FrozenClock clock;
  const auto settings = settings_in(directory);
  directory.write("spool/README", "not ours");
  directory.write("spool/1.spool", "not ours");
  auto spool = opened(settings, clock);
  append(spool, 1, 1);
  CHECK(read_file(directory.at("spool/1.spool"), 100).value() == "not ours");
  CHECK(readable(spool, 0) == numbers(1, 1));
}
