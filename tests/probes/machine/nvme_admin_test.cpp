#include "probes/machine/nvme_admin.h"

#include <catch2/catch.hpp>

#include "tests/support/temp_dir.h"

namespace rackproof {
namespace {

TEST_CASE("nvme_admin: what is no NVMe controller says so and gives no page", "[machine]") {
  const testing::TempDir directory;
  CHECK(read_nvme_smart_log(directory.at("nvme9")).error().kind == ErrorKind::absent);
  const auto file = directory.write("file", "");
  const auto page = read_nvme_smart_log(file);
  REQUIRE_FALSE(page);
  CHECK(page.error().message.find(file) == 0);
}

}  // namespace
}  // namespace rackproof
