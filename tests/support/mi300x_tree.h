#pragma once

#include <string>
#include <string_view>

#include "tests/support/amdgpu_tree.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// A node with eight MI300X as the amdgpu driver shows them, each linked to the seven others: made
/// by a test, no capture of any machine. The n-th card's n-th link is the one that is not there.
class Mi300xTree {
 public:
  explicit Mi300xTree(int cards = 8);

  [[nodiscard]] const std::filesystem::path& root() const { return root_.path(); }
  /// Writes a file of a card anew: "ras/gfx_err_count".
  void put(int card, std::string_view file, std::string_view text) const;
  /// What the firmware says of each link: 1 up, 0 down, 0xFFFF not there.
  void put_links(int card, int link, unsigned status) const;
  [[nodiscard]] static std::string id(int card);

 private:
  TempDir root_;
};

}  // namespace rackproof::testing
