#include "tests/support/cluster_front.h"

#include <string_view>
#include <utility>

#include <catch2/catch.hpp>

#include "probes/engine/engine_door.h"
#include "probes/machine/http_session.h"

namespace rackproof::testing {
namespace {

constexpr std::string_view kSelect = "/select/";
constexpr std::string_view kPrometheus = "/prometheus";
constexpr std::string_view kApi = "/prometheus/api/v1/";
constexpr std::string_view kSuccess = R"({"status":"success",)";

Result<HttpAnswer> passed_on(const std::string& origin, std::string target,
                             const ServedRequest& request) {
  auto session = HttpSession::open({origin, PeerProof::plain, ""});
  if (!session) {
    return std::move(session).error();
  }
  for (const auto& [name, value] : request.query) {
    target += target.find('?') == std::string::npos ? "?" : "&";
    target += engine::query_encoded(name) + "=" + engine::query_encoded(value);
  }
  HttpRequest asked;
  asked.target = std::move(target);
  asked.body_limit = std::size_t{64} << 20;
  return session->ask(asked);
}

}  // namespace

ClusterFront::ClusterFront(std::map<std::string, std::string> tenants)
    : tenants_(std::move(tenants)) {
  auto server = HttpServer::start("127.0.0.1:0",
                                  [this](const ServedRequest& request) { return answer(request); });
  REQUIRE(server);
  server_ = std::make_unique<HttpServer>(*std::move(server));
}

ServedAnswer ClusterFront::answer(const ServedRequest& request) const {
  const std::string_view path = request.path;
  const auto api = path.find(kApi);
  if (!path.starts_with(kSelect) || api == std::string_view::npos) {
    return {.status = 400, .body = "unsupported path requested: " + request.path};
  }
  const auto tenant = tenants_.find(std::string(path.substr(kSelect.size(), api - kSelect.size())));
  if (tenant == tenants_.end()) {
    return {.status = 400, .body = "no such tenant"};
  }
  auto passed =
      passed_on(tenant->second, std::string(path.substr(api + kPrometheus.size())), request);
  if (!passed) {
    return {.status = 502, .body = passed.error().message};
  }
  ServedAnswer answer{.status = passed->status, .type = "application/json", .body = passed->body};
  if (answer.body.starts_with(kSuccess)) {
    answer.body.insert(kSuccess.size(),
                       partial_ ? R"("isPartial":true,)" : R"("isPartial":false,)");
  }
  return answer;
}

}  // namespace rackproof::testing
