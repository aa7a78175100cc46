#pragma once

#include "schemas/store/bytes.h"
#include "schemas/store/open_chunk.h"

/// What a growing chunk got since the last flush, as a flush keeps it until the chunk is full.
///
/// Written for speed and read in order: every column goes on from its own last word, so that what
/// did not change costs a byte.
///
///   reasons   those that are new
///   columns   how many; of each a head, the metric where the column is new, how many points and
///             their stamps where they are not those of the column before, runs of kinds where
///             there are several, and the words of each run as differences, 32 of them of one width
///             in bits; of columns in a row that did not change, only how many
namespace rackproof::store {

/// Appends the points that the chunk's marks say are not kept yet. `room` is for the columns of any
/// chunk, one after the other.
void write_growth(OpenChunk& chunk, Columns& room, ByteWriter& out);

/// The inverse: adds the points to the chunk, which is as the writer's was when its marks were set.
/// Of bytes that cannot be, `in` has failed and the chunk is not to be used.
void read_growth(ByteReader& in, OpenChunk& chunk);

}  // namespace rackproof::store
