#include "schemas/json/run_request_json.h"

#include <utility>

#include "schemas/json/inventory_json.h"
#include "schemas/json/json_writer.h"
#include "schemas/json/member_writer.h"
#include "schemas/json/run_record_members.h"
#include "schemas/json/shared_members.h"
#include "schemas/json/strict_json.h"

namespace rackproof {
namespace {

/// The inventory travels as its own document, so that its format is read where it is written.
template <typename A>
void describe_request(A& archive, Described<A, RunRequest>& request) {
  archive.format("format", "rackproof-run-request", 1);
  archive.field("runId", request.run_id);
  archive.field("started", request.started);
  archive.field("suiteVersion", request.suite_version);
  archive.field("suiteDigest", request.suite_digest);
  archive.field("reference", request.reference_toml);
  archive.field("referenceDigest", request.reference_digest);
  archive.field("planDigest", request.plan_digest);
  archive.field("tier", request.tier);
  archive.field("only", request.only);
  archive.field("seconds", request.seconds);
  archive.field("site", request.site_toml);
  archive.field("root", request.root);
  archive.field("commandLine", request.command_line);
  archive.list("environment", request.environment);
  archive.later("order", [&request](auto& later) { later.field("order", request.order); });
  describe_external(archive, request.external_results);
  object_when_given(archive, "clock", request.clock);
}

}  // namespace

std::string encode_run_request(const RunRequest& request) {
  MemberWriter writer;
  describe_request(writer, request);
  writer.field("inventory", encode_inventory(request.inventory));
  return write_json(writer.take());
}

Result<RunRequest> decode_run_request(std::string_view bytes) {
  const auto value = parse_strict_json(bytes);
  if (!value) {
    return value.error();
  }
  std::optional<Error> failure;
  RunRequest request;
  std::string inventory;
  MemberReader reader(*value, "", failure);
  describe_request(reader, request);
  reader.field("inventory", inventory);
  reader.finish();
  if (failure) {
    return *failure;
  }
  auto decoded = decode_inventory(inventory);
  if (!decoded) {
    return std::move(decoded).error().during("inventory");
  }
  request.inventory = *std::move(decoded);
  return request;
}

}  // namespace rackproof
