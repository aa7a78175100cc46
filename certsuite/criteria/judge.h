#pragma once

#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/run_record.h"
#include "schemas/series_source.h"
#include "schemas/verdict.h"

namespace rackproof {

/// Everything a judgement may look at. References only.
struct Evidence {
  const Architecture& reference;
  const Inventory& inventory;
  const RunRecord& record;
  SeriesSource& series;
};

/// Puts every criterion to every device it binds. Pure: the same evidence gives the same bits, on
/// every build; no clock, no file but through `series`. Error only when the evidence itself cannot
/// be read (a chunk that fails its checksum), and Error{out_of_range} for evidence that asks for
/// more than any machine needs: more verdicts than a report can hold, or days of work.
Result<Judgement> judge(const Evidence& evidence);

}  // namespace rackproof
