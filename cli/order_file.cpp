#include "cli/order_file.h"

#include <cstddef>
#include <utility>

#include "probes/machine/output_file.h"
#include "reports/signers.h"
#include "reports/test_order.h"

namespace rackproof {
namespace {

constexpr std::size_t kOrderLimit = std::size_t{1} << 20;

}  // namespace

Result<OrderFile> read_order_file(const std::string& path) {
  auto envelope = read_file(path, kOrderLimit);
  if (!envelope) {
    return std::move(envelope).error();
  }
  auto order = read_order(*envelope);
  if (!order) {
    return std::move(order).error().during(path);
  }
  return OrderFile{*std::move(envelope), *std::move(order)};
}

Result<void> order_misfit(const std::string& envelope, const OrderQuestion& question) {
  if (envelope.empty()) {
    return {};
  }
  const auto order = read_order(envelope);
  if (!order) {
    return order.error();
  }
  RunRecord run;
  run.reference_id = question.reference.architecture.id;
  run.reference_revision = question.reference.architecture.revision;
  run.reference_digest = question.reference.digest;
  run.tier = question.tier;
  run.started = question.now;
  std::string all;
  for (const auto& misfit : order_misfits(*order, run, dut_serials(question.inventory))) {
    all += (all.empty() ? "" : "; ") + misfit;
  }
  return all.empty() ? Result<void>() : Error{ErrorKind::malformed, all};
}

std::optional<OrderMention> mention_in(const std::string& envelope) {
  const auto order = envelope.empty() ? Result<TestOrder>(Error{ErrorKind::absent, "no order"})
                                      : read_order(envelope);
  return order ? std::optional(mention_of(*order, envelope)) : std::nullopt;
}

}  // namespace rackproof
