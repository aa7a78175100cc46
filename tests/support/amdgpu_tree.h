#pragma once

#include <string>

#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// One card in a generated tree.
struct AmdCard {
  int number = 0;
  std::string address = "0000:3b:00.0";
  std::string unique_id = "4f2a8c19d3e07b65";
};

/// Directory of the card's files below `root`.
std::string card_directory(const AmdCard& card);
/// A card with its PCI function and driver, and nothing to read yet.
void write_card(const TempDir& root, const AmdCard& card);
/// Its hwmon chip: edge 41, junction 57, memory 62 degrees with limits, 310 W of 750, clocks.
void write_sensors(const TempDir& root, const AmdCard& card);
/// Its RAS files: umc, gfx and sdma with no error, and one retired page.
void write_ras(const TempDir& root, const AmdCard& card);

}  // namespace rackproof::testing
