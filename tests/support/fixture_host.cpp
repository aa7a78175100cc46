#include "tests/support/fixture_host.h"

#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "tests/support/source_dir.h"

namespace rackproof::testing {
namespace {

FileTree open_tree(const std::filesystem::path& directory) {
  auto tree = FileTree::open(directory.string());
  INFO((tree ? std::string() : tree.error().message));
  REQUIRE(tree.has_value());
  return std::move(tree).value();
}

}  // namespace

std::filesystem::path fixture_path(const std::filesystem::path& situation) {
  return std::filesystem::path(source_dir()) / "tests" / "fixtures" / situation;
}

FixtureHost::FixtureHost(const std::filesystem::path& situation)
    : files_(open_tree(fixture_path(situation))), host_{files_, clock_} {}

}  // namespace rackproof::testing
