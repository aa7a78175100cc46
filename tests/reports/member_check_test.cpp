#include "reports/member_check.h"

#include <string>

#include <catch2/catch.hpp>

#include "reports/bundle.h"

using namespace rackproof;

namespace {

Bundle bundle_with(const std::string& redactions) {
  Bundle bundle{"x", {}};
  Member member;
  member.bytes = redactions;
  bundle.members.emplace(bundle::kRedactions, std::move(member));
  return bundle;
}

}  // namespace

TEST_CASE("member check: a bundle without redactions has none", "[reports][redaction]") {
  const auto none = redactions_in(Bundle{"x", {}});
  REQUIRE(none);
  CHECK(none->entries.empty());
}

TEST_CASE("member check: redactions that cannot be read are untrusted, newer ones unsupported",
          "[reports][redaction]") {
  CHECK(redactions_in(bundle_with("{")).error().kind == ErrorKind::untrusted);
  CHECK(redactions_in(bundle_with(R"({"format":"rackproof-redactions/2","entries":[]})"))
            .error()
            .kind == ErrorKind::unsupported);
}

TEST_CASE("member check: a manifest of nothing fits a bundle of nothing", "[reports][redaction]") {
  CHECK(check_members({}, {}, Bundle{"x", {}}));
  CHECK_FALSE(
      check_members({}, {{{"logs/x", std::string(64, 'a'), 1, "", "why", ""}}}, Bundle{"x", {}}));
}

TEST_CASE("member check: forty thousand members, half of them withheld, are looked through",
          "[reports][redaction][hostile]") {
  constexpr int kMany = 40'000;
  const std::string sha(64, 'a');
  Manifest manifest;
  Redactions redactions;
  Bundle bundle{"x", {}};
  for (int i = 0; i < kMany; ++i) {
    const auto path = "logs/" + std::to_string(kMany + i);
    manifest.entries.push_back({path, 1, sha, "text/plain", "log"});
    if (i % 2 == 0) {
      redactions.entries.push_back({path, sha, 1, "", "why", ""});
      continue;
    }
    Member member;
    member.size_bytes = 1;
    member.sha256 = sha;
    bundle.members.emplace(path, std::move(member));
  }
  const auto fits = check_members(manifest, redactions, bundle);
  INFO((fits ? "" : fits.error().message));
  CHECK(fits);
  bundle.members.emplace("logs/another", Member{});
  CHECK(check_members(manifest, redactions, bundle).error().message ==
        "logs/another: not in the manifest");
}
