#include "probes/attribute_reader.h"

#include <catch2/catch.hpp>

#include "probes/reading_parse.h"
#include "schemas/catalogue.h"
#include "tests/support/frozen_clock.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using testing::TempDir;

namespace {

constexpr auto kUsed = metrics::named("hbm_used_bytes");
constexpr auto kSize = metrics::named("hbm_size_bytes");

FileTree tree_at(const TempDir& directory) {
  auto tree = FileTree::open(directory.path().string(), FileChanges::in_place);
  REQUIRE(tree);
  return std::move(tree).value();
}

}  // namespace

TEST_CASE("attribute reader: each file is a sample, in order, and stays open", "[probes]") {
  const TempDir directory;
  directory.write("used", "12\n");
  directory.write("size", "96\n");
  const auto tree = tree_at(directory);
  const testing::FrozenClock clock;
  KeptFiles files(tree, 10);
  const AttributeReader reader({{0, kUsed, "/used", parse_count}, {1, kSize, "/size", parse_count}},
                               files);
  Samples samples;
  reader.read(files, clock, samples);
  directory.write("used", "13\n");
  reader.read(files, clock, samples);

  REQUIRE(samples.size() == 4);
  CHECK(reader.size() == 2);
  CHECK(files.open() == 2);
  CHECK(samples[0].device == 0);
  CHECK(samples[0].metric == kUsed);
  CHECK(samples[0].taken_at == clock.now());
  CHECK(samples[0].reading == Reading(std::int64_t{12}));
  CHECK(samples[1].reading == Reading(std::int64_t{96}));
  CHECK(samples[2].reading == Reading(std::int64_t{13}));
}

TEST_CASE("attribute reader: attributes of one file are read once, and not from two moments",
          "[probes]") {
  const TempDir directory;
  directory.write("both", "12\n");
  const auto tree = tree_at(directory);
  const testing::FrozenClock clock;
  KeptFiles files(tree, 10);
  const AttributeReader reader({{0, kUsed, "/both", parse_count},
                                {1, kSize, "/both", parse_count},
                                {2, kUsed, "/gone", parse_count},
                                {3, kSize, "/gone", parse_count}},
                               files);
  Samples samples;
  reader.read(files, clock, samples);

  CHECK(files.size() == 2);
  REQUIRE(samples.size() == 4);
  CHECK(samples[0].reading == Reading(std::int64_t{12}));
  CHECK(samples[1].reading == Reading(std::int64_t{12}));
  CHECK(samples[1].device == 1);
  CHECK(samples[2].reading == samples[3].reading);
  CHECK(std::get<Error>(samples[3].reading).message.starts_with("/gone: "));
}

TEST_CASE("attribute reader: what is not there or no number is a sample with its path",
          "[probes]") {
  const TempDir directory;
  directory.write("used", "N/A\n");
  const auto tree = tree_at(directory);
  const testing::FrozenClock clock;
  KeptFiles files(tree, 10);
  const AttributeReader reader({{0, kUsed, "/used", parse_count}, {0, kSize, "/size", parse_count}},
                               files);
  Samples samples;
  reader.read(files, clock, samples);
  REQUIRE(samples.size() == 2);
  const auto& broken = std::get<Error>(samples[0].reading);
  CHECK(broken.kind == ErrorKind::malformed);
  CHECK(broken.message.starts_with("/used: "));
  const auto& absent = std::get<Error>(samples[1].reading);
  CHECK(absent.kind == ErrorKind::absent);
  CHECK(absent.message.starts_with("/size: "));
}

TEST_CASE("kept attributes: what a survey watched is read pass for pass, and anew after the next",
          "[probes]") {
  const TempDir directory;
  directory.write("used", "12\n");
  const auto tree = tree_at(directory);
  const testing::FrozenClock clock;
  const Host host{tree, clock};
  KeptAttributes kept(host);
  CHECK(kept.read().empty());

  Survey survey(host, "test");
  survey.watch(survey.add(the_node()), kUsed, "/used", parse_count);
  CHECK(kept.finish(survey).devices.size() == 1);
  CHECK(kept.read().at(0).reading == Reading(std::int64_t{12}));
  directory.write("used", "13\n");
  CHECK(kept.read().at(0).reading == Reading(std::int64_t{13}));

  directory.write("size", "96\n");
  Survey next(host, "test");
  next.watch(next.add(the_node()), kSize, "/size", parse_count);
  next.watch(0, kUsed, "/nowhere", parse_count);
  CHECK(kept.finish(next).unreadable.size() == 1);
  const auto samples = kept.read();
  REQUIRE(samples.size() == 2);
  CHECK(samples[0].metric == kSize);
  CHECK(samples[0].reading == Reading(std::int64_t{96}));
  CHECK(std::get<Error>(samples[1].reading).kind == ErrorKind::absent);
}
