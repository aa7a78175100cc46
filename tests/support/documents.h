#pragma once

#include "schemas/event.h"
#include "schemas/inventory.h"
#include "schemas/manifest.h"
#include "schemas/order.h"
#include "schemas/redaction.h"
#include "schemas/report.h"
#include "schemas/report_status.h"
#include "schemas/run_record.h"

namespace rackproof::testing {

/// One example of each document with every member set to something that is easy to lose: the
/// largest integers, decimals without a short binary form, quotes, markup, non-ASCII text.
[[nodiscard]] Inventory example_inventory();
[[nodiscard]] RunRecord example_run_record();
[[nodiscard]] TestOrder example_order();
[[nodiscard]] Report example_report();
[[nodiscard]] Manifest example_manifest();
[[nodiscard]] Redactions example_redactions();
[[nodiscard]] Events example_events();
/// One entry of each status, the last with a successor.
[[nodiscard]] StatusList example_status_list();

}  // namespace rackproof::testing
