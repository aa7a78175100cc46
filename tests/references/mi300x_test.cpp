#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/judged_tree.h"
#include "tests/support/mi300x_tree.h"

using namespace rackproof;
using namespace rackproof::testing;

namespace {

using Names = std::vector<std::string>;

JudgedTree judged(const Mi300xTree& tree) {
  return {tree.root(), "mi300x-8"};
}

}  // namespace

TEST_CASE("mi300x-8: a healthy tree passes, and what is not public is named",
          "[references][amdgpu]") {
  const Mi300xTree tree;
  const auto told = judged(tree);
  INFO(told.told());
  CHECK(told.culprits().empty());
  CHECK(told.judgement().overall == Outcome::pass);
  CHECK(told.outcome("hbm-retired_pages_limit", "") == Outcome::not_judged);
  CHECK(told.outcome("hbm-temperature_limit", "") == Outcome::not_judged);
  CHECK(std::ranges::any_of(told.not_covered(), [](const std::string& line) {
    return line.starts_with("hbm-retired_pages_limit: its maker does not publish it");
  }));
}

TEST_CASE("mi300x-8: an uncorrectable error of a block fails on that block of that card",
          "[references][amdgpu]") {
  const Mi300xTree tree;
  tree.put(3, "ras/gfx_err_count", "ue: 1\nce: 0\n");
  const auto told = judged(tree);
  INFO(told.told());
  CHECK(told.culprits() == Names{Mi300xTree::id(3) + "/ras:gfx"});
  CHECK(told.outcome("ras-uncorrectable", Mi300xTree::id(3) + "/ras:gfx") == Outcome::fail);
  CHECK(told.judgement().overall == Outcome::fail);
}

TEST_CASE("mi300x-8: an uncorrectable error of the memory fails on that memory",
          "[references][amdgpu]") {
  const Mi300xTree tree;
  tree.put(2, "ras/umc_err_count", "ue: 2\nce: 9\nde: 0\n");
  const auto told = judged(tree);
  INFO(told.told());
  CHECK(told.culprits() == Names{Mi300xTree::id(2) + "/hbm"});
  CHECK(told.outcome("hbm-uncorrectable", Mi300xTree::id(2) + "/hbm") == Outcome::fail);
}

TEST_CASE("mi300x-8: counts that the driver withholds during a reset are INCONCLUSIVE",
          "[references][amdgpu]") {
  const Mi300xTree tree;
  tree.put(2, "ras/umc_err_count", "Query currently inaccessible\n");
  const auto told = judged(tree);
  INFO(told.told());
  CHECK(told.culprits() == Names{Mi300xTree::id(2) + "/hbm"});
  CHECK(told.judgement().overall == Outcome::inconclusive);
}

TEST_CASE("mi300x-8: a bad page that is still in use fails, one that was taken out does not",
          "[references][amdgpu]") {
  for (const auto* page :
       {"0x00000000012f4 : 0x00001000 : P\n", "0x00000000012f4 : 0x00001000 : F\n"}) {
    INFO(page);
    const Mi300xTree tree;
    tree.put(0, "ras/gpu_vram_bad_pages", page);
    tree.put(1, "ras/gpu_vram_bad_pages",
             "0x00000000012f3 : 0x00001000 : R\n0x00000000012f4 : 0x00001000 : R\n");
    CHECK(judged(tree).culprits() == Names{Mi300xTree::id(0) + "/hbm"});
  }
}

TEST_CASE("mi300x-8: an xGMI link that is down fails by itself", "[references][amdgpu]") {
  const Mi300xTree tree;
  tree.put_links(6, 2, 0);
  const auto told = judged(tree);
  INFO(told.told());
  CHECK(told.culprits() == Names{Mi300xTree::id(6) + "/xgmi:2"});
  CHECK(told.outcome("xgmi-active", Mi300xTree::id(6) + "/xgmi:2") == Outcome::fail);
}

TEST_CASE("mi300x-8: a card that has lost a link from its list fails the mesh",
          "[references][amdgpu]") {
  const Mi300xTree tree;
  tree.put_links(6, 2, 0xFFFF);
  const auto told = judged(tree);
  INFO(told.told());
  CHECK(told.culprits() == Names{Mi300xTree::id(6)});
  CHECK(told.outcome("topology", Mi300xTree::id(6)) == Outcome::fail);
}

TEST_CASE("mi300x-8: the limit of the junction itself passes, a degree more fails",
          "[references][amdgpu]") {
  const Mi300xTree tree;
  tree.put(4, "hwmon/hwmon7/temp2_input", "105000\n");
  CHECK(judged(tree).culprits().empty());
  tree.put(4, "hwmon/hwmon7/temp2_input", "106000\n");
  CHECK(judged(tree).culprits() == Names{Mi300xTree::id(4)});
}

TEST_CASE("mi300x-8: with seven cards of eight the empty place fails, and none of the others",
          "[references][amdgpu]") {
  const Mi300xTree tree(7);
  const auto told = judged(tree);
  INFO(told.told());
  CHECK(told.culprits() == Names{"accelerator[7]"});
  CHECK(told.judgement().overall == Outcome::fail);
}

TEST_CASE("mi300x-8: a card of another model fails in its place", "[references][amdgpu]") {
  const Mi300xTree tree;
  tree.put(5, "product_name", "AMD Instinct MI325X OAM\n");
  CHECK(judged(tree).culprits() == Names{Mi300xTree::id(5)});
}

TEST_CASE("mi300x-8: a driver that shows no table leaves the links open instead of passing them",
          "[references][amdgpu]") {
  const Mi300xTree tree;
  std::filesystem::remove(
      tree.root() / (card_directory({.number = 1, .address = "0000:26:00.0"}) + "gpu_metrics"));
  const auto told = judged(tree);
  INFO(told.told());
  CHECK(told.outcome("topology", Mi300xTree::id(1)) == Outcome::inconclusive);
  CHECK(told.judgement().overall == Outcome::inconclusive);
}
