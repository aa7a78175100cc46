#pragma once

#include "reports/evidence.h"
#include "reports/report_ledger.h"
#include "reports/signers.h"

namespace rackproof {

/// What others need to know of a genuine report, which `certifiers` signed.
[[nodiscard]] KnownReport known_of(const Loaded& loaded, const AcceptedSigners& certifiers);

}  // namespace rackproof
