#include "certsuite/journal_sink.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "certsuite/run_history.h"
#include "probes/machine/output_file.h"
#include "schemas/catalogue.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

/// Counts what it is asked; refuses on demand.
class CountingSink final : public SampleSink {
 public:
  Result<void> append(const Devices& /*devices*/, const Samples& samples) override {
    taken += samples.size();
    return answer;
  }
  Result<void> append(const Events& /*events*/) override { return answer; }
  Result<void> commit() override {
    ++commits;
    return answer;
  }

  std::size_t taken = 0;
  int commits = 0;
  Result<void> answer;
};

}  // namespace

TEST_CASE("journal sink: a minute is in the journal once its readings are kept",
          "[runner][journal]") {
  const TempDir dir;
  FrozenClock clock;
  const auto keeper = JournalKeeper::open({.directory = dir.path().string(), .origin = "x"}, clock);
  REQUIRE(keeper);
  CountingSink inner;
  JournalSink sink(inner, **keeper, ReadingStretches(std::nullopt), clock);
  Devices devices(1);
  devices[0].id = "node";
  const auto read_now = [&] {
    return sink.append(
        devices, Samples{{0, metrics::named("cpu_online_count"), clock.now(), std::int64_t{2}}});
  };
  REQUIRE(read_now());
  CHECK(inner.commits == 0);
  clock.advance(std::chrono::minutes(2));
  SECTION("after the grace") {
    REQUIRE(read_now());
    CHECK(inner.taken == 2);
    CHECK(inner.commits == 1);
    const auto journal = read_file(dir.at("journal.jsonl"), 10'000).value();
    CHECK(read_history(journal)->end.tree.size() == 1);
    REQUIRE(sink.close());
    CHECK(read_history(read_file(dir.at("journal.jsonl"), 10'000).value())->end.tree.size() == 2);
  }
  SECTION("not where they cannot be kept") {
    inner.answer = Error{ErrorKind::io, "full"};
    CHECK_FALSE(read_now());
    CHECK_FALSE(sink.close());
    CHECK(read_file(dir.at("journal.jsonl"), 10'000).value().empty());
  }
}
