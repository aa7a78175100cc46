#include "certsuite/workloads/artefact_ledger.h"

#include <catch2/catch.hpp>

#include "tests/support/tiny_unit.h"

using namespace rackproof;

namespace {

UnitAnswer right(const std::string& digest) {
  UnitAnswer answer;
  answer.digests = {digest};
  return answer;
}

CorpusUnit unit(bool same_everywhere) {
  auto made = testing::tiny_unit();
  made.cases[0].same_everywhere = same_everywhere;
  return made;
}

}  // namespace

TEST_CASE("artefact ledger: what the language fixes must be equal over compilers and levels",
          "[workloads][corpus]") {
  ArtefactLedger ledger;
  auto first = right("aa");
  auto same = right("aa");
  auto other = right("bb");
  ledger.compare(unit(true), "tiny gcc -O0", "1", first);
  ledger.compare(unit(true), "tiny clang -O2", "2", same);
  ledger.compare(unit(true), "tiny gcc -O2", "3", other);
  CHECK(first.wrong.empty());
  CHECK(same.wrong.empty());
  CHECK(other.status == CompileStatus::numeric_error);
  REQUIRE(other.wrong.size() == 1);
  CHECK(other.wrong[0].expected == "sha256:aa");
  CHECK_THAT(other.wrong[0].actual, Catch::Contains("differs from the output of tiny gcc -O0"));
}

TEST_CASE("artefact ledger: what a library takes part in is compared with itself alone",
          "[workloads][corpus]") {
  ArtefactLedger ledger;
  auto first = right("aa");
  auto other = right("bb");
  ledger.compare(unit(false), "tiny gcc -O0", "1", first);
  ledger.compare(unit(false), "tiny gcc -O2", "2", other);
  CHECK(other.wrong.empty());
  CHECK(ledger.repeated() == 0);
  auto again = right("aa");
  ledger.compare(unit(false), "tiny gcc -O2", "2", again);
  CHECK(again.status == CompileStatus::nondeterministic);
  CHECK(ledger.repeated() == 1);
}

TEST_CASE("artefact ledger: other bytes of an artefact are counted and are no fault",
          "[workloads][corpus]") {
  ArtefactLedger ledger;
  for (const auto* hash : {"1", "1", "2"}) {
    auto answer = right("aa");
    ledger.compare(unit(true), "tiny gcc -O0", hash, answer);
    CHECK(answer.status == CompileStatus::ok);
  }
  CHECK(ledger.repeated() == 2);
  CHECK(ledger.same_bytes() == 1);
}

TEST_CASE("artefact ledger: a wrong answer sets no example", "[workloads][corpus]") {
  ArtefactLedger ledger;
  auto wrong = right("bb");
  wrong.status = CompileStatus::numeric_error;
  ledger.compare(unit(true), "tiny gcc -O0", "1", wrong);
  auto good = right("aa");
  ledger.compare(unit(true), "tiny gcc -O2", "2", good);
  CHECK(good.status == CompileStatus::ok);
}
