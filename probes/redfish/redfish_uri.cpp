#include "probes/redfish/redfish_uri.h"

#include <algorithm>

#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

constexpr std::size_t kLongest = 1024;

Error refused(std::string_view link, std::string_view why) {
  return Error{ErrorKind::untrusted,
               "link '" + printable(link, 120) + "' is not followed: " + std::string(why)};
}

bool is_plain(char character) {
  constexpr std::string_view kForbidden = "?\\\"<>^`{|}";
  return character > ' ' && character < '\x7f' &&
         kForbidden.find(character) == std::string_view::npos;
}

}  // namespace

Result<std::string> local_uri(std::string_view link) {
  auto path = link.substr(0, link.find('#'));
  while (path.size() > 1 && path.back() == '/') {
    path.remove_suffix(1);
  }
  if (path.size() > kLongest) {
    return refused(link, "it is too long");
  }
  const auto rest = path.starts_with(kServiceRoot) ? path.substr(kServiceRoot.size()) : path;
  if (rest.size() == path.size() || !(rest.empty() || rest.front() == '/')) {
    return refused(link, "it leads out of " + std::string(kServiceRoot));
  }
  if (!std::ranges::all_of(path, is_plain)) {
    return refused(link, "no path holds such characters");
  }
  const auto pieces = split(rest, '/');
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (pieces[i].empty() || pieces[i] == "." || pieces[i] == "..") {
      return refused(link, "it climbs");
    }
  }
  return std::string(path);
}

Result<std::string> local_page(std::string_view link) {
  const auto at = link.find('?');
  auto path = local_uri(link.substr(0, at));
  if (!path || at == std::string_view::npos) {
    return path;
  }
  const auto query = link.substr(at + 1);
  const bool plain = std::ranges::all_of(query, [](char character) {
    return is_plain(character) && character != '#' && character != '/';
  });
  if (!plain || query.size() > kLongest) {
    return refused(link, "no page is asked for so");
  }
  return *path + "?" + std::string(query);
}

std::string_view fragment_of(std::string_view link) {
  const auto at = link.find('#');
  if (at == std::string_view::npos) {
    return {};
  }
  link.remove_prefix(at + 1);
  while (link.starts_with('/')) {
    link.remove_prefix(1);
  }
  return link;
}

std::string_view last_segment(std::string_view uri) {
  return uri.substr(uri.rfind('/') + 1);
}

std::string_view path_below_root(std::string_view uri) {
  return uri.starts_with(kServiceRoot) ? uri.substr(kServiceRoot.size()) : uri;
}

}  // namespace rackproof::redfish
