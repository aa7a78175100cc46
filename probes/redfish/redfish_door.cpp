#include "probes/redfish/redfish_door.h"

#include "schemas/encoding.h"
#include "schemas/json/json_value.h"
#include "schemas/json/json_writer.h"

namespace rackproof::redfish {
namespace {

HttpRequest request_of(HttpVerb verb, std::string_view target, std::chrono::milliseconds limit) {
  HttpRequest request;
  request.verb = verb;
  request.target = std::string(target);
  request.headers = {{"Accept", "application/json"}, {"OData-Version", "4.0"}};  // DSP0266
  request.total = limit;
  return request;
}

}  // namespace

HttpHeader by_token(const std::string& token) {
  return {"X-Auth-Token", token};
}

HttpHeader by_password(const RedfishCredentials& credentials) {
  return {"Authorization", "Basic " + to_base64(credentials.user + ":" + credentials.password)};
}

Result<RedfishDoor> RedfishDoor::open(const HttpPeer& peer) {
  auto http = HttpSession::open(peer);
  if (!http) {
    return std::move(http).error();
  }
  return RedfishDoor(peer, *std::move(http));
}

Result<HttpAnswer> RedfishDoor::get_root(std::chrono::milliseconds limit) {
  return http_.ask(request_of(HttpVerb::get, kRootDocument, limit));
}

Result<HttpAnswer> RedfishDoor::get(const std::string& uri, const std::string& etag,
                                    const HttpHeader& authority, std::chrono::milliseconds limit) {
  auto request = request_of(HttpVerb::get, uri, limit);
  request.headers.push_back(authority);
  if (!etag.empty()) {
    request.headers.push_back({"If-None-Match", etag});
  }
  return http_.ask(request);
}

Result<HttpStream> RedfishDoor::get_stream(const std::string& uri, const HttpHeader& authority,
                                           std::chrono::milliseconds limit) const {
  HttpRequest request;
  request.target = uri;
  request.headers = {{"Accept", "text/event-stream"}, {"OData-Version", "4.0"}, authority};
  request.total = limit;
  return HttpStream::open(peer_, request);
}

Result<HttpAnswer> RedfishDoor::open_session(SessionsAt place,
                                             const RedfishCredentials& credentials,
                                             std::chrono::milliseconds limit) {
  auto request = request_of(HttpVerb::post, path_of(place), limit);
  request.body = write_json_line(
      JsonObject().add("UserName", credentials.user).add("Password", credentials.password).take());
  return http_.ask(request);
}

Result<HttpAnswer> RedfishDoor::close_session(const SessionPath& session,
                                              const HttpHeader& authority,
                                              std::chrono::milliseconds limit) {
  auto request = request_of(HttpVerb::remove, session.text(), limit);
  request.headers.push_back(authority);
  return http_.ask(request);
}

}  // namespace rackproof::redfish
