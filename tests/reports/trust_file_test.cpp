#include "reports/trust_file.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "probes/machine/output_file.h"
#include "reports/seal/key_file.h"
#include "reports/seal/signed_note.h"
#include "schemas/digest.h"
#include "tests/support/temp_dir.h"

using namespace rackproof;
using rackproof::seal::Role;
using rackproof::testing::TempDir;

namespace {

std::string entry(const std::string& key, const std::string& roles) {
  return "[[key]]\npublic_key = \"" + key + "\"\nroles = [" + roles + "]\n";
}

}  // namespace

TEST_CASE("trust file: keys are read from beside it or from within it", "[reports][seal]") {
  const TempDir dir;
  const auto beside = seal::create_key_pair(dir.at("site.key"));
  const auto within = seal::PrivateKey::generate();
  const auto path = dir.write(
      "trust.toml", entry("site.key.pub", "\"collector\"") + "[[key]]\npublic_key = '''\n" +
                        within->public_key().pem() + "'''\nroles = [\"certifier\"]\n");

  const auto trust = load_trust(path);

  REQUIRE(trust);
  CHECK(trust->signers.keys_for(Role::collector) == std::vector{*beside});
  CHECK(trust->signers.keys_for(Role::certifier) == std::vector{within->public_key()});
}

TEST_CASE("52.6 a trust file that holds a private key is refused by name", "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("site.key")));
  const auto trust = load_trust(dir.write("trust.toml", entry("site.key", "\"collector\"")));
  REQUIRE_FALSE(trust);
  CHECK(trust.error().message.find("this is a private key") != std::string::npos);
}

TEST_CASE("52.7 one key in two entries is refused", "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  CHECK_FALSE(load_trust(
      dir.write("t", entry("k.pub", "\"collector\"") + entry("k.pub", "\"certifier\""))));
}

TEST_CASE("trust file: what is no plain file, or has no end, is not read", "[reports][seal]") {
  const TempDir dir;
  SECTION("18.6 a FIFO that nobody writes to") {
    REQUIRE(::mkfifo(dir.at("t").c_str(), 0600) == 0);
    CHECK_THAT(load_trust(dir.at("t")).error().message, Catch::Contains("is a FIFO"));
  }
  SECTION("18.7 a FIFO for a key") {
    REQUIRE(::mkfifo(dir.at("k.pub").c_str(), 0600) == 0);
    const auto trust = load_trust(dir.write("t", entry("k.pub", "\"collector\"")));
    REQUIRE_FALSE(trust);
    CHECK_THAT(trust.error().message, Catch::Contains("k.pub"));
  }
  SECTION("18.8 a file of 1 GB with nothing in it") {
    std::filesystem::resize_file(dir.write("t", ""), std::uintmax_t{1} << 30);
    CHECK_THAT(load_trust(dir.at("t")).error().message, Catch::Contains("longer than"));
  }
}

TEST_CASE("52.8 a key file in the working directory is not one beside the trust file",
          "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  const auto trust_file = dir.write("elsewhere/t", entry("k.pub", "\"collector\""));
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(dir.path());
  const auto trust = load_trust(trust_file);
  std::filesystem::current_path(before);
  REQUIRE_FALSE(trust);
  CHECK(trust.error().kind == ErrorKind::absent);
  CHECK_THAT(trust.error().message, Catch::Contains("elsewhere/k.pub"));
}

TEST_CASE("trust file: a typo, no role, an unknown role and an empty file are refused",
          "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  const auto refused = [&dir](const std::string& text) {
    const auto trust = load_trust(dir.write("t", text));
    return !trust && trust.error().kind == ErrorKind::malformed;
  };
  CHECK(refused(""));
  CHECK(refused(entry("k.pub", "")));
  CHECK(refused(entry("k.pub", "\"owner\"")));
  CHECK(refused(entry("k.pub", "\"collector\"") + "rolls = 1\n"));
  CHECK(refused("[[keys]]\n"));
  CHECK(refused("[[key]]\nroles = [\"collector\"]\n"));
  CHECK(refused("not toml"));
}

TEST_CASE("trust file: a file that is not there is said to be absent", "[reports][seal]") {
  const TempDir dir;
  CHECK(load_trust(dir.at("none")).error().kind == ErrorKind::absent);
  CHECK(load_trust(dir.write("t", entry("none.pub", "\"collector\""))).error().kind ==
        ErrorKind::absent);
}

TEST_CASE("trust file: a reference that is listed by name alone is remarked", "[reports][seal]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  const auto notes = [&dir](const std::string& digests) {
    const auto found =
        lint_trust(entry("k.pub", "\"collector\", \"certifier\"") +
                       "[[policy.reference]]\nid = \"tiny\"\nminimum_revision = 3\n" + digests,
                   "t", dir.path(), UtcTime{});
    return std::count_if(found.begin(), found.end(), [](const Finding& each) {
      return each.severity == LintLevel::note &&
             each.text.find("'tiny' lists no digests") != std::string::npos;
    });
  };
  CHECK(notes("") == 1);
  CHECK(notes("digests = [\"" + std::string(64, 'a') + "\"]\n") == 0);
}

TEST_CASE("trust file: its digest is over all that is trusted by it", "[reports][trust]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("a")));
  REQUIRE(seal::create_key_pair(dir.at("b")));
  const auto text = entry("a.pub", "\"collector\"") + entry("b.pub", "\"certifier\"");
  const auto path = dir.write("t", text);
  const auto digest = [&path] { return load_trust(path).value().digest; };
  const auto before = digest();
  const auto sum_of = [](const std::string& file) {
    return sha256_hex(read_file(file, 1 << 20).value()) + "\n";
  };
  CHECK(before == sha256_hex(sum_of(path) + sum_of(dir.at("a.pub")) + sum_of(dir.at("b.pub"))));
  CHECK(load_trust(path)->text_digest == sha256_hex(text));
  SECTION("52.21 another key in the file that it names is another trust") {
    REQUIRE(seal::create_key_pair(dir.at("c")));
    std::filesystem::rename(dir.at("c.pub"), dir.at("b.pub"));
    CHECK(digest() != before);
  }
  SECTION("52.22 two named files that changed places are another trust") {
    std::filesystem::rename(dir.at("a.pub"), dir.at("c.pub"));
    std::filesystem::rename(dir.at("b.pub"), dir.at("a.pub"));
    std::filesystem::rename(dir.at("c.pub"), dir.at("b.pub"));
    CHECK(digest() != before);
  }
  SECTION("a file that it does not name is none of it") {
    dir.write("d.pub", "more");
    CHECK(digest() == before);
  }
}

TEST_CASE("trust file: whoever keeps lists keeps those of a certifier in it", "[reports][trust]") {
  const TempDir dir;
  for (const auto* name : {"lab", "keeper"}) {
    REQUIRE(seal::create_key_pair(dir.at(name)));
  }
  const auto lab = entry("lab.pub", "\"collector\", \"certifier\"");
  const auto keeper = entry("keeper.pub", "\"status\"");
  const auto why_not = [&dir](const std::string& text) {
    const auto trust = load_trust(dir.write("t", text));
    return trust ? "" : trust.error().message;
  };
  const std::string issuer = "issuer = \"Example Lab\"\n";
  CHECK(why_not(lab + issuer + keeper + issuer).empty());
  CHECK(why_not(entry("lab.pub", "\"collector\", \"certifier\", \"status\"")).empty());
  CHECK(why_not(keeper).empty());  // to look at a list needs no more
  SECTION("30.81 a keeper of status lists whose issuer is not told") {
    CHECK_THAT(why_not(lab + issuer + keeper),
               Catch::Contains("keeps status lists, and of no certifier here"));
  }
  SECTION("30.82 a keeper of status lists of an issuer who certifies nothing here") {
    CHECK_THAT(why_not(lab + keeper + issuer), Catch::Contains("of no certifier here"));
    CHECK_THAT(why_not(lab + "issuer = \"Other Lab\"\n" + keeper + issuer),
               Catch::Contains("give both entries the same issuer"));
  }
}

TEST_CASE("trust file: what is out of its window is remarked", "[reports][trust]") {
  const TempDir dir;
  REQUIRE(seal::create_key_pair(dir.at("k")));
  const auto log =
      seal::note_key("log.example", seal::kNoteEd25519, seal::PrivateKey::generate()->public_key());
  const auto found =
      lint_trust(entry("k.pub", "\"collector\", \"certifier\"") + "[[log]]\nkey = \"" + log.text() +
                     "\"\nnot_before = \"2027-01-01T00:00:00Z\"\n",
                 "t", dir.path(), parse_utc("2026-11-21T00:00:00Z").value());
  CHECK(std::any_of(found.begin(), found.end(), [](const Finding& each) {
    return each.severity == LintLevel::warning &&
           each.text == "log 'log.example' is good from 2027-01-01T00:00:00.000000000Z, not now";
  }));
}
