#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/proven_time.h"
#include "reports/seal/trust.h"
#include "schemas/order.h"
#include "schemas/result.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

/// Test orders: sealed as vendor before a run, and what a run must be to be the one that was
/// ordered. Pure functions.
namespace rackproof {

/// The order in the envelope, whoever sealed it: for those who carry it out, and for people.
Result<TestOrder> read_order(std::string_view envelope);

/// An order and who of those that are trusted sealed it.
struct OpenedOrder {
  TestOrder order;
  std::vector<seal::TrustedKey> signers;
};

/// The order in the envelope, sealed by as many of those whom `trust` holds for vendors as it
/// demands. Error{untrusted} otherwise. Whether each may speak of this device at that time is not
/// asked.
Result<OpenedOrder> open_order(std::string_view envelope, const seal::Trust& trust);

/// What the run record says of the order that was given with the run.
[[nodiscard]] OrderMention mention_of(const TestOrder& order, std::string_view envelope);

/// Sentences on what makes the run another than the one ordered: reference, tier, device under test
/// (`serials`: all that name it), begun too early or too late. Of a run that is yet to begin,
/// `started` is now.
[[nodiscard]] std::vector<std::string> order_misfits(const TestOrder& order, const RunRecord& run,
                                                     const std::vector<std::string>& serials);

/// A sealed bundle with an order, or a record that mentions one.
struct OrderedRun {
  std::string_view envelope;  ///< order.dsse.json; "" = the bundle has none.
  const RunRecord& record;
  std::vector<std::string> serials;  ///< That name the device under test.
  UtcTime now;                       ///< The verifier's clock; orders of later are none.
  ProvenTime proven = {};            ///< Of the record's seal; it holds the order's digest.
};

/// What an order proves of a run, if it holds.
struct OrderJudgement {
  bool met = false;                   ///< Somebody trusted ordered exactly this run.
  TestOrder order;                    ///< Where `met`.
  std::vector<std::string> refusals;  ///< Sentences on what is wrong.
  std::string unheard;                ///< Not "": there is one, and `trust` knows no vendor.
};
[[nodiscard]] OrderJudgement judge_order(const OrderedRun& run, const seal::Trust& trust);

}  // namespace rackproof
