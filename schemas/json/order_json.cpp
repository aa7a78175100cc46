#include "schemas/json/order_json.h"

#include <algorithm>
#include <utility>

#include "schemas/json/member_writer.h"
#include "schemas/json/shared_members.h"
#include "schemas/json/statement_json.h"
#include "schemas/predicate_types.h"

namespace rackproof {
namespace {

constexpr const char* kReferenceSubject = "reference.toml";
constexpr std::size_t kHexOf32Bytes = 64;
constexpr std::size_t kMostSerials = 1000;

template <typename A>
void describe_order(A& archive, Described<A, TestOrder>& order) {
  describe_order_name(archive, order);
  archive.field("issued", order.issued);
  archive.field("expires", order.expires);
  archive.field("customer", order.customer);
  archive.field("vendor", order.vendor);
  archive.group("dut", [&order](auto& dut) { dut.field("serials", order.serials); });
  archive.group("referenceArchitecture", [&order](auto& reference) {
    reference.field("id", order.reference_id);
    reference.field("revision", order.reference_revision);
    reference.field("digest", order.reference_digest);
  });
  archive.field("tier", order.tier);
  archive.field("note", order.note);
}

bool is_lower_hex(const std::string& text) {
  return text.size() == kHexOf32Bytes &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// 8-4-4-4-12 lower-case hexadecimal digits.
bool is_uuid_text(const std::string& text) {
  constexpr std::string_view kShape = "00000000-0000-0000-0000-000000000000";
  return text.size() == kShape.size() &&
         std::equal(text.begin(), text.end(), kShape.begin(), [](char given, char shape) {
           const bool digit = (given >= '0' && given <= '9') || (given >= 'a' && given <= 'f');
           return shape == '-' ? given == '-' : digit;
         });
}

Result<void> check(const TestOrder& order) {
  const auto wrong = [](const char* what) {
    return Error{ErrorKind::malformed, std::string("predicate.") + what};
  };
  if (!is_uuid_text(order.order_id)) {
    return wrong("orderId: expected a UUID in lower case");
  }
  if (!is_lower_hex(order.nonce)) {
    return wrong("nonce: expected 32 bytes as 64 lower-case hexadecimal digits");
  }
  if (order.expires <= order.issued) {
    return wrong("expires: not after it was issued");
  }
  if (order.reference_id.empty() || order.tier.empty() || !is_lower_hex(order.reference_digest)) {
    return wrong("referenceArchitecture: an order names reference, digest and tier");
  }
  const auto& serials = order.serials;
  const bool blank = std::any_of(serials.begin(), serials.end(),
                                 [](const std::string& serial) { return serial.empty(); });
  if (blank || serials.size() > kMostSerials) {
    return wrong("dut.serials: an empty one, or more than 1000");
  }
  return {};
}

}  // namespace

void describe(MemberReader& archive, TestOrder& order) {
  describe_order(archive, order);
}
void describe(MemberWriter& archive, const TestOrder& order) {
  describe_order(archive, order);
}

std::string encode_order_statement(const TestOrder& order) {
  return encode_statement({{{kReferenceSubject, order.reference_digest}},
                           std::string(kOrderPredicate),
                           to_json(order)});
}

Result<TestOrder> decode_order_statement(std::string_view bytes) {
  auto statement = decode_statement(bytes);
  if (!statement) {
    return std::move(statement).error();
  }
  if (auto known = require_predicate_type(statement->predicate_type, kOrderPredicate); !known) {
    return std::move(known).error();
  }
  auto order = from_json<TestOrder>(statement->predicate, "predicate");
  if (!order) {
    return order;
  }
  if (auto sound = check(*order); !sound) {
    return std::move(sound).error();
  }
  const std::vector<Subject> subject{{kReferenceSubject, order->reference_digest}};
  if (statement->subjects != subject) {
    return Error{ErrorKind::malformed, "subject: expected the reference that is ordered, alone"};
  }
  return order;
}

}  // namespace rackproof
