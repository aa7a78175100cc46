#include "probes/amdgpu/amdgpu_ras.h"

#include <catch2/catch.hpp>

#include "probes/amdgpu/amdgpu_sockets.h"
#include "tests/support/amdgpu_tree.h"
#include "tests/support/fixture_host.h"

using namespace rackproof;
using namespace rackproof::amdgpu;
using namespace rackproof::testing;

namespace {

const std::string kRas = "sys/devices/pci0000:3a/0000:3b:00.0/ras/";
constexpr auto kStatus = "sys/devices/pci0000:3a/0000:3b:00.0/power/runtime_status";

/// The RAS reader of the one card of a tree, asked again and again.
class Ras {
 public:
  explicit Ras(const TempDir& root) : fixture_(root.path()), survey_(fixture_.host(), "amdgpu") {
    const auto sockets = find_sockets(survey_);
    REQUIRE(sockets);
    REQUIRE(sockets->size() == 1);
    Parts parts(survey_, sockets->front().handle);
    reader_.discover(fixture_.host(), parts, sockets->front().directory);
  }

  void read() {
    samples_.clear();
    reader_.read(fixture_.host(), samples_);
  }
  [[nodiscard]] const Samples& samples() const { return samples_; }
  Discovery discovery() {
    Attributes none;
    return survey_.finish(none);
  }

  [[nodiscard]] Reading reading(std::string_view suffix, std::string_view metric) const {
    for (const auto& sample : samples_) {
      if (sample.metric->name == metric &&
          survey_.device(sample.device).id ==
              "node/accelerator:0000:3b:00.0" + std::string(suffix)) {
        return sample.reading;
      }
    }
    FAIL("no sample of " << metric << " of " << suffix);
    return 0.0;
  }
  [[nodiscard]] std::int64_t count(std::string_view suffix, std::string_view metric) const {
    const auto found = reading(suffix, metric);
    if (const auto* why = std::get_if<Error>(&found)) {
      FAIL(why->message);
    }
    return std::get<std::int64_t>(found);
  }
  [[nodiscard]] ErrorKind why(std::string_view suffix, std::string_view metric) const {
    const auto found = reading(suffix, metric);
    REQUIRE_FALSE(has_value(found));
    return std::get<Error>(found).kind;
  }

 private:
  FixtureHost fixture_;
  Survey survey_;
  RasReader reader_;
  Samples samples_;
};

}  // namespace

TEST_CASE("amdgpu ras: umc counts into the memory, every other block into a part of its own",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  write_ras(root, {});
  Ras ras(root);
  root.write(kRas + "umc_err_count", "ue: 1\nce: 20\nde: 3\n");
  root.write(kRas + "sdma_err_count", "ue: 4\nce: 5\n");

  ras.read();

  CHECK(ras.count("/hbm", "hbm_ecc_uncorrectable_total") == 1);
  CHECK(ras.count("/hbm", "hbm_ecc_correctable_total") == 20);
  CHECK(ras.count("/hbm", "hbm_ecc_deferred_total") == 3);
  CHECK(ras.count("/ras:sdma", "amdgpu_ras_uncorrectable_total") == 4);
  CHECK(ras.count("/ras:sdma", "amdgpu_ras_correctable_total") == 5);
  CHECK(ras.count("/ras:gfx", "amdgpu_ras_uncorrectable_total") == 0);
  CHECK(ras.count("/hbm", "hbm_pages_retired_count") == 1);
  CHECK(ras.count("/hbm", "hbm_pages_failed_count") == 0);
  CHECK(ras.samples().size() == 3 + 2 + 2 + 3);
}

TEST_CASE("amdgpu ras: during a reset every count has the reason and none is 0",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  write_ras(root, {});
  Ras ras(root);
  root.write(kRas + "umc_err_count", "Query currently inaccessible\n");

  ras.read();

  CHECK(ras.why("/hbm", "hbm_ecc_uncorrectable_total") == ErrorKind::stale);
  CHECK(ras.why("/hbm", "hbm_ecc_correctable_total") == ErrorKind::stale);
  CHECK(ras.why("/hbm", "hbm_ecc_deferred_total") == ErrorKind::stale);
  CHECK(ras.count("/ras:gfx", "amdgpu_ras_correctable_total") == 0);
}

TEST_CASE("amdgpu ras: a runtime-suspended accelerator is not asked", "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  write_ras(root, {});
  Ras ras(root);
  root.write(kStatus, "suspended\n");
  root.write(kRas + "umc_err_count", "ue: 1048560\nce: 1048560\n");

  ras.read();

  CHECK(ras.why("/hbm", "hbm_ecc_uncorrectable_total") == ErrorKind::unsupported);
  CHECK(ras.why("/ras:gfx", "amdgpu_ras_correctable_total") == ErrorKind::unsupported);
}

TEST_CASE("amdgpu ras: counts that grew by 1048560 a query are refused until they grow otherwise",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  write_ras(root, {});
  root.write(kRas + "umc_err_count", "ue: 0\nce: 7\n");
  Ras ras(root);
  for (const auto* text : {"ue: 0\nce: 1048567\n", "ue: 0\nce: 2097127\n"}) {
    root.write(kRas + "umc_err_count", text);
    ras.read();
    CHECK(ras.why("/hbm", "hbm_ecc_correctable_total") == ErrorKind::out_of_range);
    CHECK(ras.count("/hbm", "hbm_ecc_uncorrectable_total") == 0);
  }
  root.write(kRas + "umc_err_count", "ue: 0\nce: 8\n");
  ras.read();
  CHECK(ras.count("/hbm", "hbm_ecc_correctable_total") == 8);
}

TEST_CASE("amdgpu ras: a count that was given and is gone has a reason", "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  write_ras(root, {});
  Ras ras(root);
  root.write(kRas + "umc_err_count", "ue: 0\nce: 0\n");

  ras.read();

  CHECK(ras.why("/hbm", "hbm_ecc_deferred_total") == ErrorKind::absent);
}

TEST_CASE("amdgpu ras: a list of bad pages that cannot be read is not a list of none",
          "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  write_ras(root, {});
  Ras ras(root);
  root.write(kRas + "gpu_vram_bad_pages", "garbage\n");

  ras.read();

  CHECK(ras.why("/hbm", "hbm_pages_retired_count") == ErrorKind::malformed);
  CHECK(ras.why("/hbm", "hbm_pages_pending_count") == ErrorKind::malformed);
  CHECK(ras.why("/hbm", "hbm_pages_failed_count") == ErrorKind::malformed);
}

TEST_CASE("amdgpu ras: what cannot be read at discovery is noted once a file", "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  write_ras(root, {});
  root.write(kRas + "gfx_err_count", "Query currently inaccessible\n");
  Ras ras(root);

  const auto found = ras.discovery();

  REQUIRE(found.unreadable.size() == 1);
  CHECK(found.unreadable[0].what == "/sys/class/drm/card0/device/ras/gfx_err_count");
}

TEST_CASE("amdgpu ras: a card without RAS is noted, with who has it", "[probes][amdgpu]") {
  const TempDir root;
  write_card(root, {});
  Ras ras(root);

  ras.read();

  CHECK(ras.samples().empty());
  const auto found = ras.discovery();
  REQUIRE(found.unreadable.size() == 1);
  CHECK(found.unreadable[0].why.kind == ErrorKind::absent);
}
