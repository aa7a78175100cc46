#include "cli/stamp_page.h"

#include "schemas/json/json_writer.h"
#include "schemas/time.h"

namespace rackproof {

std::string stamp_request_json(const std::string& bundle, const StampQueryMade& query) {
  return write_json(JsonObject()
                        .add("format", "rackproof-stamp-request/1")
                        .add("bundle", bundle)
                        .add("as", query.role)
                        .add("signature", query.signature)
                        .add("query", query.file)
                        .add("digest", query.digest)
                        .take());
}

std::string stamp_renewal_json(const std::string& bundle, const StampQueryMade& query,
                               const RenewalQuery& renewal) {
  return write_json(JsonObject()
                        .add("format", "rackproof-stamp-renewal/1")
                        .add("bundle", bundle)
                        .add("as", query.role)
                        .add("signature", query.signature)
                        .add("renews", renewal.renews)
                        .add("until", format_utc(renewal.until))
                        .add("query", query.file)
                        .add("digest", query.digest)
                        .take());
}

std::string stamp_added_json(const std::string& bundle, const StampAdded& added,
                             bool authority_checked) {
  return write_json(JsonObject()
                        .add("format", "rackproof-stamp-added/1")
                        .add("bundle", bundle)
                        .add("member", added.member)
                        .add("renews", added.renews.empty() ? JsonValue() : JsonValue(added.renews))
                        .add("stamped", format_utc(added.stamp.generated))
                        .add("policy", added.stamp.policy)
                        .add("serial", added.stamp.serial)
                        .add("authorityChecked", authority_checked)
                        .take());
}

std::string stamp_added_text(const StampAdded& added) {
  return added.member + ": stamped at " + format_utc(added.stamp.generated) + ", policy " +
         added.stamp.policy + (added.renews.empty() ? "" : ", renews " + added.renews) + "\n";
}

}  // namespace rackproof
