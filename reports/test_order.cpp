#include "reports/test_order.h"

#include <algorithm>
#include <utility>

#include "reports/bundle.h"
#include "reports/seal/envelope.h"
#include "reports/signers.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/json/order_json.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

bool is_meant(const TestOrder& order, const std::vector<std::string>& serials) {
  if (order.serials.empty()) {
    return true;
  }
  return std::any_of(serials.begin(), serials.end(), [&order](const std::string& serial) {
    return std::any_of(
        order.serials.begin(), order.serials.end(),
        [&serial](const std::string& pattern) { return matches_pattern(serial, pattern); });
  });
}

std::string list_of(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) {
    all += (all.empty() ? "" : ", ") + printable(word, 60);
  }
  return all.empty() ? "none that can be read" : all;
}

std::string name_of(const std::string& id, int revision, const std::string& digest) {
  return printable(id, 60) + " revision " + std::to_string(revision) + " (sha256 " +
         printable(digest, 64) + ")";
}

void append(std::vector<std::string>& all, const std::vector<std::string>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// An order of whoever it is.
Result<OpenedOrder> read_unheard(std::string_view envelope) {
  auto order = read_order(envelope);
  return order ? Result<OpenedOrder>(OpenedOrder{*std::move(order), {}}) : std::move(order).error();
}

/// Sentences on vendors who may not order for this device, or could not then. The order is as old
/// as it says if the record that holds its digest is.
std::vector<std::string> vendors_who_may_not(const OpenedOrder& opened, const OrderedRun& run) {
  std::vector<std::string> wrong;
  const Occasion occasion{run.serials, opened.order.issued, run.now};
  for (const auto& entry : opened.signers) {
    if (const auto may = may_speak(entry, seal::Role::vendor, occasion, run.proven); !may) {
      wrong.push_back("order by " + entry.key.key_id() + ": " + may.error().message);
    }
  }
  return wrong;
}

/// Whether what the record says of its order is so.
std::vector<std::string> mention_misfits(const TestOrder& order, const OrderedRun& run) {
  if (!run.record.order) {
    return {"the run record bears no nonce of the order in the bundle"};
  }
  const auto expected = mention_of(order, run.envelope);
  std::vector<std::string> wrong;
  if (run.record.order->nonce != expected.nonce) {
    wrong.emplace_back("the run record bears another nonce than the order in the bundle");
  }
  if (run.record.order->digest != expected.digest ||
      run.record.order->order_id != expected.order_id) {
    wrong.emplace_back("the run record mentions another order than the one in the bundle");
  }
  return wrong;
}

}  // namespace

Result<TestOrder> read_order(std::string_view envelope) {
  const auto parsed = seal::parse_envelope(envelope);
  if (!parsed) {
    return parsed.error();
  }
  if (parsed->payload_type != seal::kPayloadType) {
    return Error{ErrorKind::malformed,
                 "payloadType: '" + printable(parsed->payload_type) + "' is no statement"};
  }
  return decode_order_statement(parsed->payload);
}

Result<OpenedOrder> open_order(std::string_view envelope, const seal::Trust& trust) {
  auto opened = seal::open(envelope, trust, seal::Role::vendor);
  if (!opened) {
    return std::move(opened).error();
  }
  auto order = decode_order_statement(opened->payload);
  if (!order) {
    return Error{ErrorKind::untrusted, "no order: " + order.error().message};
  }
  std::vector<seal::TrustedKey> signers;
  for (auto& signature : opened->signatures) {
    signers.push_back(std::move(signature.who));
  }
  return OpenedOrder{*std::move(order), std::move(signers)};
}

OrderMention mention_of(const TestOrder& order, std::string_view envelope) {
  return {order.order_id, order.nonce, sha256_hex(envelope)};
}

std::vector<std::string> order_misfits(const TestOrder& order, const RunRecord& run,
                                       const std::vector<std::string>& serials) {
  std::vector<std::string> wrong;
  if (order.reference_digest != run.reference_digest || order.reference_id != run.reference_id ||
      order.reference_revision != run.reference_revision) {
    wrong.push_back("the order is for reference " +
                    name_of(order.reference_id, order.reference_revision, order.reference_digest) +
                    ", the run for " +
                    name_of(run.reference_id, run.reference_revision, run.reference_digest));
  }
  if (order.tier != run.tier) {
    wrong.push_back("the order is for tier " + printable(order.tier) + ", the run of tier " +
                    printable(run.tier));
  }
  if (!is_meant(order, serials)) {
    wrong.push_back("the order is for " + list_of(order.serials) +
                    ", not for this device (serial numbers: " + list_of(serials) + ")");
  }
  if (run.started < order.issued) {
    wrong.push_back("the run began at " + format_utc(run.started) +
                    ", before the order was issued at " + format_utc(order.issued));
  }
  if (run.started >= order.expires) {
    wrong.push_back("the order had expired at " + format_utc(order.expires) +
                    ", before the run began at " + format_utc(run.started));
  }
  return wrong;
}

OrderJudgement judge_order(const OrderedRun& run, const seal::Trust& trust) {
  OrderJudgement judgement;
  if (run.envelope.empty()) {
    if (run.record.order) {
      judgement.refusals.emplace_back("the run record mentions an order that is not in the bundle");
    }
    return judgement;
  }
  const bool heard = !trust.keys_for(seal::Role::vendor).empty();
  auto opened = heard ? open_order(run.envelope, trust) : read_unheard(run.envelope);
  if (!opened) {
    judgement.refusals.push_back(std::string(bundle::kOrder) + ": " + opened.error().message);
    return judgement;
  }
  auto& wrong = judgement.refusals;
  append(wrong, mention_misfits(opened->order, run));
  append(wrong, order_misfits(opened->order, run.record, run.serials));
  append(wrong, vendors_who_may_not(*opened, run));
  if (opened->order.issued > run.now) {
    wrong.push_back("the order says that it was issued at " + format_utc(opened->order.issued) +
                    ", later than now");
  }
  if (!heard) {
    judgement.unheard = std::string(bundle::kOrder) + ": nobody is trusted as vendor";
  }
  judgement.met = heard && wrong.empty();
  if (judgement.met) {
    judgement.order = std::move(opened->order);
  }
  return judgement;
}

}  // namespace rackproof
