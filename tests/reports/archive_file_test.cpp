#include "reports/archive_file.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"
#include "reports/bundle_reader.h"
#include "reports/ustar.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using rackproof::testing::overwrite;
using rackproof::testing::read_whole;
using rackproof::testing::SmallBundle;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = ustar::kBlock;

/// A sealed bundle and its archive.
struct Packed {
  SmallBundle bundle;
  std::string path = bundle.beside("bundle.tar");

  Packed() {
    bundle.sealed();
    const auto packed = pack_bundle(bundle.path(), path);
    INFO((packed ? "" : packed.error().message));
    REQUIRE(packed);
  }

  [[nodiscard]] Result<Verification> verify() const {
    return rackproof::verify(path, {.trust = {.signers = seal::trust_in(bundle.key().public_key())},
                                    .now = testing::small_start() + std::chrono::minutes(10)});
  }
  /// Why reading it is refused; "" where it is not.
  [[nodiscard]] std::string refusal() const {
    const auto read = read_bundle(path);
    if (read) {
      return "";
    }
    CHECK(read.error().kind == ErrorKind::untrusted);
    return read.error().message;
  }
};

std::string entry(const std::string& name, const std::string& bytes) {
  const auto header = ustar::header(name, bytes.size());
  REQUIRE(header);
  return std::string(header->data(), header->size()) + bytes +
         std::string(ustar::padding(bytes.size()), '\0');
}

const std::string kEnd(2 * kBlock, '\0');

bool says(const std::string& text, std::string_view part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

int run(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str());
}

}  // namespace

TEST_CASE("archive: a packed bundle verifies as its directory does", "[reports][archive]") {
  const Packed packed;
  const auto verified = packed.verify();
  REQUIRE(verified);
  CHECK(standing_of(*verified) == Standing::good);
  CHECK(verified->reproduced);
}

TEST_CASE("archive: packing twice gives the same bytes", "[reports][archive]") {
  const Packed packed;
  const auto again = packed.bundle.beside("again.tar");
  REQUIRE(pack_bundle(packed.bundle.path(), again));
  CHECK((read_whole(again) == read_whole(packed.path)));
}

TEST_CASE("archive: tar reads what was packed, and packs the same bytes itself",
          "[reports][archive]") {
  const Packed packed;
  const auto unpacked = packed.bundle.beside("unpacked");
  fs::create_directory(unpacked);
  REQUIRE(run("tar -xf '" + packed.path + "' -C '" + unpacked + "'") == 0);
  for (const auto* member : {bundle::kInventory, bundle::kSamples, "logs/idle.log"}) {
    CHECK((read_whole(unpacked + "/" + member) == read_whole(packed.bundle.at(member))));
  }
  const auto theirs = packed.bundle.beside("theirs.tar");
  REQUIRE(run("cd '" + unpacked + "' && find * -type f | LC_ALL=C sort | tar -cf '" + theirs +
              "' -b 1 --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=0644 "
              "--no-recursion -T -") == 0);
  CHECK((read_whole(theirs) == read_whole(packed.path)));
}

TEST_CASE("archive: nothing is written over", "[reports][archive]") {
  const Packed packed;
  const auto before = read_whole(packed.path);
  CHECK_FALSE(pack_bundle(packed.bundle.path(), packed.path));
  CHECK((read_whole(packed.path) == before));
}

TEST_CASE("archive: one bit changed anywhere in it is untrusted", "[reports][archive]") {
  const Packed packed;
  const auto bytes = read_whole(packed.path);
  std::size_t good = 0;
  constexpr std::size_t kStep = 251;
  for (std::size_t at = 0; at < bytes.size(); at += kStep) {
    auto changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    overwrite(packed.path, changed);
    const auto verified = packed.verify();
    const bool trusted = verified && standing_of(*verified) != Standing::untrusted;
    // report.html is a rendering and no evidence: its bytes alone may change.
    if (trusted) {
      ++good;
      const auto read = read_bundle(packed.path);
      REQUIRE(read);
      CHECK_FALSE((read->members.at(bundle::kHtml).sha256 ==
                   read_bundle(packed.bundle.path())->members.at(bundle::kHtml).sha256));
    }
  }
  CHECK(good <= 1);
}

TEST_CASE("archive: its members are held against the manifest", "[reports][archive]") {
  const Packed packed;
  const auto bytes = read_whole(packed.path);
  const auto events = entry(bundle::kEvents, "");
  REQUIRE(bytes.starts_with(events));
  const auto rest = bytes.substr(events.size());

  SECTION("42.1 a member is missing") {
    overwrite(packed.path, rest);
    const auto verified = packed.verify();
    REQUIRE(verified);
    CHECK(says(verified->integrity.details.at(0), "events.jsonl: missing"));
  }
  SECTION("42.2 a member that nobody listed") {
    overwrite(packed.path, events + rest.substr(0, 0) + rest);
    const auto log = entry("logs/a.log", "x");
    const auto at = bytes.find("logs/idle.log");
    overwrite(packed.path, bytes.substr(0, at) + log + bytes.substr(at));
    const auto verified = packed.verify();
    REQUIRE(verified);
    CHECK(says(verified->integrity.details.at(0), "logs/a.log: not in the manifest"));
  }
  SECTION("42.3 the size is right and the digest wrong") {
    auto changed = bytes;
    changed[changed.find("nothing to say")] = 'N';
    overwrite(packed.path, changed);
    const auto verified = packed.verify();
    REQUIRE(verified);
    CHECK(says(verified->integrity.details.at(0), "logs/idle.log: changed"));
  }
  SECTION("42.4 a member stands twice") {
    overwrite(packed.path, events + bytes);
    CHECK(says(packed.refusal(), "stands twice"));
  }
  SECTION("42.5 members are not sorted") {
    overwrite(packed.path, rest.substr(0, rest.size() - kEnd.size()) + events + kEnd);
    CHECK(says(packed.refusal(), "not sorted"));
  }
  SECTION("42.6 a name that differs in case alone") {
    overwrite(packed.path, entry("Events.jsonl", "") + bytes);
    CHECK(says(packed.refusal(), "no bundle has a member of this name"));
  }
}

TEST_CASE("archive: names that lead elsewhere are refused before anything is read",
          "[reports][archive]") {
  struct Row {
    std::string name;
    std::string path;
  };
  const auto row = GENERATE(values<Row>({{"43.10 parent directory", "../events.jsonl"},
                                         {"43.11 absolute path", "/etc/passwd"},
                                         {"43.12 parent directory within", "logs/../../x"},
                                         {"43.13 drive letter", "C:x"},
                                         {"43.14 backslash", "logs\\x"},
                                         {"43.15 leading dash", "logs/-rf"},
                                         {"43.16 trailing dot", "logs/x."},
                                         {"43.17 newline", "logs/a\nb"},
                                         {"43.18 empty name", ""},
                                         {"43.19 empty part", "logs//x"},
                                         {"43.20 a dot", "./events.jsonl"}}));
  INFO(row.name);
  const Packed packed;
  overwrite(packed.path, entry(row.path, "x") + kEnd);
  CHECK(says(packed.refusal(), "no bundle has a member of this name"));
  CHECK_FALSE(fs::exists(packed.bundle.beside("x")));
}

TEST_CASE("archive: what has no end, or too much of it, is refused", "[reports][archive]") {
  const Packed packed;
  const auto bytes = read_whole(packed.path);
  SECTION("45.1 a header that promises more than there is") {
    const auto header = *ustar::header(bundle::kSamples, std::uint64_t{1} << 32);
    overwrite(packed.path, std::string(header.data(), header.size()) + kEnd);
    CHECK(says(packed.refusal(), "the archive ends before"));
  }
  SECTION("45.2 a member larger than its kind may be") {
    std::string large(std::size_t{2} << 20, 'x');
    overwrite(packed.path, entry(bundle::kReference, large) + kEnd);
    CHECK(says(packed.refusal(), "bytes, at most 1048576 are expected"));
  }
  SECTION("45.3 longer than the manifest lists") {
    auto changed = bytes;
    const auto at = changed.find("logs/idle.log");
    const auto old = entry("logs/idle.log", "nothing to say\n");
    changed.replace(at, old.size(), entry("logs/idle.log", "nothing to say\n!"));
    overwrite(packed.path, changed);
    CHECK(says(packed.refusal(), "16 bytes, at most 15 are expected"));
  }
  SECTION("45.4 ten thousand empty files") {
    std::string many;
    for (int i = 0; i <= 10'000; ++i) {
      many += entry("logs/" + std::to_string(100'000 + i), "");
    }
    overwrite(packed.path, many + kEnd);
    CHECK(says(packed.refusal(), "more than 10000 members"));
  }
  SECTION("45.5 compressed by gzip") {
    REQUIRE(run("gzip -k '" + packed.path + "'") == 0);
    fs::rename(packed.path + ".gz", packed.path);
    CHECK(says(packed.refusal(), "compressed (gzip)"));
  }
  SECTION("45.6 an archive within the archive") {
    overwrite(packed.path, entry("inner.tar", bytes) + kEnd);
    CHECK(says(packed.refusal(), "no bundle has a member of this name"));
  }
  SECTION("45.7 cut off in the middle of a member") {
    overwrite(packed.path, bytes.substr(0, bytes.size() / 2));
    CHECK_FALSE(packed.refusal().empty());
  }
  SECTION("45.8 cut off between two members") {
    overwrite(packed.path, entry(bundle::kEvents, ""));
    CHECK(says(packed.refusal(), "has no end"));
  }
  SECTION("45.9 an empty file") {
    overwrite(packed.path, "");
    CHECK(says(packed.refusal(), "has no end"));
  }
}

TEST_CASE("archive: there is one truth in it", "[reports][archive]") {
  const Packed packed;
  const auto bytes = read_whole(packed.path);
  SECTION("46.5 text behind the end") {
    overwrite(packed.path, bytes + "text");
    CHECK(says(packed.refusal(), "4 bytes stand behind the archive's end"));
  }
  SECTION("46.6 another archive behind the end") {
    overwrite(packed.path, bytes + bytes);
    CHECK(says(packed.refusal(), "stand behind the archive's end"));
  }
  SECTION("46.7 one zero block") {
    overwrite(packed.path, bytes.substr(0, bytes.size() - kBlock));
    CHECK(says(packed.refusal(), "one zero block"));
  }
  SECTION("46.8 a member behind the first zero block") {
    overwrite(packed.path, bytes.substr(0, bytes.size() - kBlock) + entry("site.toml", "") + kEnd);
    CHECK(says(packed.refusal(), "behind the archive's first zero block"));
  }
  SECTION("46.9 text in the padding") {
    auto changed = bytes;
    changed[changed.find("nothing to say\n") + 20] = 'x';
    overwrite(packed.path, changed);
    CHECK(says(packed.refusal(), "stands in its padding"));
  }
  SECTION("46.10 a ZIP archive") {
    overwrite(packed.path, "PK\3\4" + std::string(2 * kBlock, 'x'));
    CHECK(says(packed.refusal(), "a ZIP archive"));
  }
  SECTION("46.11 the zeros that fill a record") {
    overwrite(packed.path, bytes + std::string(8 * kBlock, '\0'));
    CHECK(says(packed.refusal(), "stand behind the archive's end"));
  }
}

TEST_CASE("archive: a member that is no plain file is not packed", "[reports][archive]") {
  const SmallBundle bundle;
  fs::create_symlink("/etc/passwd", bundle.at("logs/link"));
  const auto packed = pack_bundle(bundle.path(), bundle.beside("x.tar"));
  REQUIRE_FALSE(packed);
  CHECK(says(packed.error().message, "is a symbolic link"));
  CHECK_FALSE(fs::exists(bundle.beside("x.tar")));
}
