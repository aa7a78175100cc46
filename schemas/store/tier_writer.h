#pragma once

#include <optional>
#include <string>

#include "schemas/store/store.h"
#include "schemas/store/tier.h"
#include "schemas/store/tier_codec.h"

/// Rows of tiers from what an open store holds. Each gives the bytes of a row, "" where the device
/// gave nothing in that stretch.
namespace rackproof::store {

/// Of the finest tier, from saved chunks.
[[nodiscard]] Result<std::string> tier_row_of_chunks(Store::State& state, const TierPlace& place);

/// Of another, from the rows of the one before it.
[[nodiscard]] Result<std::string> tier_row_of_finer(Store::State& state, const TierPlace& place);

/// A row that is there, or one series of it.
[[nodiscard]] Result<TierRow> read_row(Store::State& state, const TierPlace& place,
                                       std::optional<Row> metric = std::nullopt);

}  // namespace rackproof::store
