#include "probes/sinks/guarded.h"

#include <memory>
#include <string>
#include <utility>

#include <catch2/catch.hpp>

using namespace rackproof;

TEST_CASE("guarded: a value is changed and read within its lock", "[probes][sinks]") {
  Guarded word(std::string("aaa"));
  word.with([](std::string& text) { text += "b"; });
  CHECK(std::as_const(word).with([](const std::string& text) { return text; }) == "aaab");
}

TEST_CASE("guarded: what a call gives is handed out, a value that cannot be copied stays",
          "[probes][sinks]") {
  Guarded<std::unique_ptr<int>> one(std::make_unique<int>(7));
  CHECK(one.with([](std::unique_ptr<int>& value) { return ++*value; }) == 8);
}
