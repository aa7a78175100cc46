#include "reports/bundle_reader.h"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/bundle.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::edit;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

/// What reading the bundle says; "" when it reads.
std::string refusal(const SmallBundle& bundle) {
  const auto read = read_bundle(bundle.path());
  if (read) {
    return "";
  }
  CHECK(read.error().kind == ErrorKind::untrusted);
  return read.error().message;
}

bool says(const std::string& text, std::string_view part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("bundle reader: a bundle is read whole, small members in memory", "[reports][bundle]") {
  const SmallBundle small;
  const auto bundle = read_bundle(small.path());
  REQUIRE(bundle);
  CHECK(bundle->bytes(bundle::kInventory).value() == read_whole(small.at(bundle::kInventory)));
  CHECK(bundle->members.at("logs/idle.log").bytes.empty());
  CHECK(bundle->members.at("logs/idle.log").size_bytes == 15);
  CHECK(read_whole(bundle->samples_path().value()) == read_whole(small.at(bundle::kSamples)));
  CHECK_FALSE(bundle->has("nothing"));
}

TEST_CASE("bundle reader: the copy of the samples is gone when nobody needs it",
          "[reports][bundle]") {
  const SmallBundle small;
  auto bundle = read_bundle(small.path());
  REQUIRE(bundle);
  const auto path = bundle->samples_path().value();
  bundle->drop_samples();
  CHECK_FALSE(fs::exists(path));
  CHECK_FALSE(bundle->samples_path());
}

TEST_CASE("42.20 a member that no bundle has is refused", "[reports][bundle]") {
  const SmallBundle bundle;
  const auto name = GENERATE(as<std::string>(), "extra", "Manifest.json", "samples.db-wal",
                             "logs/.hidden", "logs/-x", "logs/dot.", "logs/a b", "logs/new\nline",
                             "other/file", "logs/back\\slash", "logs/caf\xC3\xA9");
  fs::create_directories(fs::path(bundle.at(name)).parent_path());
  overwrite(bundle.at(name), "x");
  const auto* what = name == "other/file" ? "directory" : "member";
  CHECK(says(refusal(bundle), "no bundle has a " + std::string(what) + " of this name"));
}

TEST_CASE("bundle reader: an empty directory is refused by its name, but where members may lie",
          "[reports][bundle]") {
  SmallBundle bundle;
  fs::create_directories(bundle.at("logs/node1"));
  fs::create_directory(bundle.at("ocptv"));
  CHECK(refusal(bundle).empty());
  SECTION("43.41 empty directory of a name that no bundle has") {
    for (const auto* name : {"notes", "logs2", ".git", "ocptv/inner", "logs/.hidden", "logs/a b"}) {
      fs::create_directory(bundle.at(name));
      INFO(name);
      CHECK(says(refusal(bundle), std::string(name) + ": no bundle has a directory of this name"));
      fs::remove(bundle.at(name));
    }
    CHECK(refusal(bundle).empty());
  }
}

TEST_CASE("43.30 directories nested too deep are refused", "[reports][bundle]") {
  const SmallBundle bundle;
  fs::create_directories(bundle.at("logs/a/b/c/d/e"));
  CHECK(says(refusal(bundle), "nested too deep"));
}

TEST_CASE("44.1 a symbolic link in place of a member is refused", "[reports][bundle]") {
  const SmallBundle bundle;
  const auto name = GENERATE(as<std::string>(), bundle::kInventory, bundle::kManifest,
                             bundle::kSamples, bundle::kRunRecord, "logs/idle.log");
  fs::rename(bundle.at(name), bundle.beside("elsewhere"));
  fs::create_symlink(bundle.beside("elsewhere"), bundle.at(name));
  CHECK(says(refusal(bundle), "is a symbolic link"));
}

TEST_CASE("44.2 a linked directory is not entered", "[reports][bundle]") {
  const SmallBundle bundle;
  fs::rename(bundle.at("logs"), bundle.beside("logs"));
  fs::create_directory_symlink(bundle.beside("logs"), bundle.at("logs"));
  CHECK_FALSE(refusal(bundle).empty());
}

TEST_CASE("bundle reader: hard links, FIFOs and setuid files are refused", "[reports][bundle]") {
  const SmallBundle bundle;
  SECTION("44.3 hard link") {
    fs::create_hard_link(bundle.at(bundle::kEvents), bundle.beside("other-name"));
    CHECK(says(refusal(bundle), "has other names"));
  }
  SECTION("44.4 FIFO") {
    fs::remove(bundle.at(bundle::kEvents));
    REQUIRE(::mkfifo(bundle.at(bundle::kEvents).c_str(), 0600) == 0);
    CHECK(says(refusal(bundle), "is not a regular file"));
  }
  SECTION("44.5 setuid") {
    REQUIRE(::chmod(bundle.at(bundle::kEvents).c_str(), 04644) == 0);
    CHECK(says(refusal(bundle), "setuid"));
  }
  SECTION("44.6 directory in place of a file") {
    fs::remove(bundle.at(bundle::kEvents));
    fs::create_directory(bundle.at(bundle::kEvents));
    overwrite(bundle.at(std::string(bundle::kEvents) + "/x"), "x");
    CHECK_FALSE(refusal(bundle).empty());
  }
}

TEST_CASE("44.7 a sparse file of huge size is refused before it is read", "[reports][bundle]") {
  const SmallBundle bundle;
  fs::resize_file(bundle.at(bundle::kSamples), std::uintmax_t{1} << 40);
  CHECK(says(refusal(bundle), "are expected"));
  fs::resize_file(bundle.at(bundle::kSamples), 0);
  fs::resize_file(bundle.at(bundle::kManifest), std::uintmax_t{1} << 40);
  CHECK(says(refusal(bundle), "are expected"));
}

TEST_CASE("45.20 a file longer than listed is refused at the first byte more",
          "[reports][bundle]") {
  const SmallBundle bundle;
  edit(bundle.at("logs/idle.log"), [](std::string& text) { text += "!"; });
  CHECK(says(refusal(bundle), "16 bytes, at most 15 are expected"));
}

TEST_CASE("45.21 many thousand files are refused", "[reports][bundle]") {
  const SmallBundle bundle;
  for (int i = 0; i <= 10'000; ++i) {
    overwrite(bundle.at("logs/" + std::to_string(i)), "");
  }
  CHECK(says(refusal(bundle), "more than 10000 files"));
}

TEST_CASE("bundle reader: a statement both sealed and unsealed is two truths",
          "[reports][bundle]") {
  SmallBundle bundle;
  const auto unsealed = read_whole(bundle.at(bundle::kReport));
  bundle.sealed();
  overwrite(bundle.at(bundle::kReport), unsealed);
  CHECK(says(refusal(bundle), "two truths"));
}

TEST_CASE("bundle reader: no permission is said as such", "[reports][bundle]") {
  if (::geteuid() == 0) {
    return;  // root may read everything
  }
  const SmallBundle bundle;
  REQUIRE(::chmod(bundle.at(bundle::kManifest).c_str(), 0) == 0);
  CHECK(read_bundle(bundle.path()).error().kind == ErrorKind::denied);
}
