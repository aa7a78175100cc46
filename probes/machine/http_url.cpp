#include "probes/machine/http_url.h"

#include <memory>

#include <curl/curl.h>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};

/// A part of a parsed URL; "" when it has none.
std::string url_part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) {
    return "";
  }
  const std::unique_ptr<char, FreeText> owner(text);
  return text;
}

}  // namespace

Result<HttpUrl> parse_http_url(std::string_view url) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  const auto given = parsed ? curl_url_set(parsed.get(), CURLUPART_URL, std::string(url).c_str(),
                                           CURLU_DISALLOW_USER)
                            : CURLUE_OUT_OF_MEMORY;
  if (given == CURLUE_USER_NOT_ALLOWED) {
    return Error{ErrorKind::malformed, "a URL may hold no user and no password"};
  }
  const auto scheme = given == CURLUE_OK ? url_part(parsed.get(), CURLUPART_SCHEME) : "";
  const auto host = given == CURLUE_OK ? url_part(parsed.get(), CURLUPART_HOST) : "";
  if ((scheme != "https" && scheme != "http") || host.empty()) {
    return Error{ErrorKind::malformed, "no http or https URL"};
  }
  const auto query = url_part(parsed.get(), CURLUPART_QUERY);
  return HttpUrl{scheme + "://" + lower_case(host) + ":" + url_part(parsed.get(), CURLUPART_PORT),
                 url_part(parsed.get(), CURLUPART_PATH) + (query.empty() ? "" : "?" + query)};
}

std::string percent_encoded(std::string_view target) {
  constexpr std::string_view kAllowed = "-._~:/?[]@!$&'()*+,;=%";
  std::string encoded;
  for (const char each : target) {
    const bool plain = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
                       (each >= '0' && each <= '9') || kAllowed.find(each) != std::string::npos;
    encoded += plain ? std::string(1, each) : "%" + to_hex(std::string_view(&each, 1));
  }
  return encoded;
}

}  // namespace rackproof
