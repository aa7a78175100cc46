#include "cli/order_keeping.h"

#include <chrono>
#include <utility>

#include "certsuite/architectures/find.h"
#include "cli/order_file.h"
#include "cli/signing.h"
#include "probes/machine/uuid.h"
#include "reports/seal/envelope.h"
#include "reports/seal/key_file.h"
#include "reports/test_order.h"
#include "reports/trust_file.h"
#include "schemas/encoding.h"
#include "schemas/json/order_json.h"

namespace rackproof {
namespace {

constexpr std::size_t kNonceBytes = 32;

/// A time, or a stretch from `now` on: "2026-12-31T00:00:00Z", "30d".
Result<UtcTime> expiry_of(const std::string& given, UtcTime now) {
  if (auto time = parse_utc(given)) {
    return time;
  }
  const auto seconds = parse_duration_seconds(given);
  if (!seconds) {
    return Error{ErrorKind::malformed,
                 "--expires: '" + printable(given) + "' is neither RFC 3339 in UTC nor like 30d"};
  }
  constexpr double kMostSeconds = 100.0 * 366 * 86'400;
  if (*seconds > kMostSeconds) {
    return Error{ErrorKind::out_of_range, "--expires: more than a hundred years"};
  }
  return now + std::chrono::duration_cast<std::chrono::nanoseconds>(
                   std::chrono::duration<double>(*seconds));
}

/// All that a person did not say: id, nonce, times and the digest of the reference.
Result<TestOrder> complete(const NewOrderRequest& request, UtcTime now) {
  auto order = request.order;
  auto id = random_uuid();
  auto nonce = random_bytes(kNonceBytes);
  if (!id || !nonce) {
    return !id ? id.error() : nonce.error();
  }
  const auto reference = find_reference(request.reference);
  if (!reference) {
    return reference.error();
  }
  order.order_id = *std::move(id);
  order.nonce = to_hex(std::string_view(*nonce));
  order.issued = now;
  auto expires = expiry_of(request.expires, now);
  if (!expires) {
    return std::move(expires).error();
  }
  order.expires = *expires;
  order.reference_id = reference->architecture.id;
  order.reference_revision = reference->architecture.revision;
  order.reference_digest = reference->digest;
  return order;
}

/// Whom the reader believes as vendor.
Result<seal::Trust> vendors_of(const ShowOrderRequest& request) {
  if (!request.trust.empty()) {
    auto policy = load_trust(request.trust);
    return policy ? Result<seal::Trust>(std::move(policy->signers)) : std::move(policy).error();
  }
  const auto key = seal::load_public_key(request.key);
  if (!key) {
    return key.error();
  }
  seal::Trust vendors;
  auto added = vendors.add({.key = *key, .roles = {seal::Role::vendor}});
  return added ? Result<seal::Trust>(std::move(vendors)) : std::move(added).error();
}

}  // namespace

Result<SealedOrder> new_order(const NewOrderRequest& request, UtcTime now) {
  if (request.any_dut != request.order.serials.empty()) {
    return Error{ErrorKind::malformed,
                 "name the serial numbers it is for (--dut), or say --any-dut"};
  }
  auto order = complete(request, now);
  if (!order) {
    return std::move(order).error();
  }
  const auto statement = encode_order_statement(*order);
  if (auto sound = decode_order_statement(statement); !sound) {
    return std::move(sound).error();  // expired at once, an empty serial number
  }
  const auto key = open_signer({request.key, {}, {}});
  if (!key) {
    return key.error();
  }
  auto envelope = seal::seal(statement, **key);
  if (!envelope) {
    return std::move(envelope).error();
  }
  return SealedOrder{*std::move(order), *std::move(envelope), (*key)->public_key().key_id()};
}

Result<ShownOrder> show_order(const ShowOrderRequest& request) {
  auto file = read_order_file(request.file);
  if (!file) {
    return std::move(file).error();
  }
  ShownOrder shown{std::move(file->order), ""};
  if (request.trust.empty() && request.key.empty()) {
    return shown;
  }
  const auto vendors = vendors_of(request);
  if (!vendors) {
    return vendors.error();
  }
  const auto opened = open_order(file->envelope, *vendors);
  if (!opened) {
    return opened.error().during(request.file);
  }
  for (const auto& signer : opened->signers) {
    shown.signers += (shown.signers.empty() ? "" : ", ") + signer.key.key_id();
  }
  return shown;
}

}  // namespace rackproof
