#include "cli/redaction.h"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "reports/evidence.h"
#include "tests/reports/small_bundle.h"

using namespace rackproof;
using testing::SmallBundle;

namespace {

/// A wish for the small bundle's one log, and what comes of it.
struct Ground {
  SmallBundle bundle;
  RedactionWish wish{bundle.path(), {}, {}, "names of a customer", "Lab", bundle.beside("out")};

  [[nodiscard]] Error why_not() const {
    const auto request = request_of(wish);
    const auto made = request ? redact_into(wish, *request) : request.error();
    return made ? Error{ErrorKind::io, "made"} : made.error();
  }
};

}  // namespace

TEST_CASE("redaction: a log is withheld, another text stands for it, as was wished", "[cli]") {
  Ground ground;
  const auto text = ground.bundle.beside("text");
  testing::overwrite(text, "nothing\n");
  SECTION("withheld") {
    ground.wish.withheld = {"logs/idle.log"};
  }
  SECTION("shown otherwise") {
    ground.wish.shown = {"logs/idle.log=" + text};
  }
  const auto request = request_of(ground.wish);
  REQUIRE(request);
  CHECK(request->reason == "names of a customer");
  CHECK(request->by == "Lab");
  const auto made = redact_into(ground.wish, *request);
  REQUIRE(made);
  REQUIRE(made->entries.size() == 1);
  const auto log = ground.wish.out + "/logs/idle.log";
  CHECK(std::filesystem::exists(log) == ground.wish.withheld.empty());
  CHECK((ground.wish.shown.empty() || testing::read_whole(log) == "nothing\n"));
  CHECK(load_bundle(ground.wish.out));
}

TEST_CASE("redaction: a wish that cannot be granted leaves nothing behind", "[cli]") {
  Ground ground;
  SECTION("without a file to show") {
    ground.wish.shown = {"logs/idle.log"};
    CHECK_THAT(ground.why_not().message, Catch::Contains("expected MEMBER=FILE"));
  }
  SECTION("with a file that is not there") {
    ground.wish.shown = {"logs/idle.log=" + ground.bundle.beside("none")};
    CHECK_THAT(ground.why_not().message, Catch::Contains("none"));
  }
  SECTION("for a member that is no log") {
    ground.wish.withheld = {"samples.db"};
    CHECK(ground.why_not().kind == ErrorKind::malformed);
  }
  CHECK_FALSE(std::filesystem::exists(ground.wish.out));
  CHECK_FALSE(std::filesystem::exists(ground.wish.out + ".part"));
}
