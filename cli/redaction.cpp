#include "cli/redaction.h"

#include <cstddef>
#include <utility>

#include "probes/machine/output_file.h"
#include "reports/bundle_writer.h"
#include "reports/member_file.h"

namespace rackproof {

Result<RedactionRequest> request_of(const RedactionWish& wish) {
  constexpr std::size_t kMostShownBytes = std::size_t{256} << 20;
  RedactionRequest request{{}, wish.reason, wish.by};
  for (const auto& path : wish.withheld) {
    request.members.push_back({path, "", true});
  }
  for (const auto& pair : wish.shown) {
    const auto sign = pair.find('=');
    if (sign == std::string::npos) {
      return Error{ErrorKind::malformed, "--show " + pair + ": expected MEMBER=FILE"};
    }
    auto text = read_file(pair.substr(sign + 1), kMostShownBytes);
    if (!text) {
      return std::move(text).error();
    }
    request.members.push_back({pair.substr(0, sign), *std::move(text), false});
  }
  return request;
}

Result<Redactions> redact_into(const RedactionWish& wish, const RedactionRequest& request) {
  const auto opened = open_bundle(wish.bundle);
  if (!opened) {
    return opened.error();
  }
  auto writer = BundleWriter::create(wish.out);
  if (!writer) {
    return std::move(writer).error();
  }
  auto redactions = redact_bundle(wish.bundle, request, *writer);
  if (!redactions) {
    return redactions;
  }
  auto finished = opened->is_archive ? writer->finish_archive() : writer->finish();
  return finished ? std::move(redactions) : Result<Redactions>(std::move(finished).error());
}

}  // namespace rackproof
