#include "reports/stamping.h"

#include <array>
#include <utility>
#include <vector>

#include "reports/bundle.h"
#include "reports/bundle_change.h"
#include "reports/bundle_members.h"
#include "reports/seal/envelope.h"
#include "reports/seal/time_stamp_query.h"
#include "reports/single_member.h"

namespace rackproof {
namespace {

constexpr std::array kSealedRoles{seal::Role::certifier, seal::Role::collector};

const char* sealed_name(seal::Role role) {
  return role == seal::Role::collector ? bundle::kRunRecordSealed : bundle::kReportSealed;
}

/// A sealed statement as it lies in the bundle.
struct SealedMember {
  std::string sha256;                   ///< Of the envelope.
  std::vector<std::string> signatures;  ///< Their bytes, in the order of the envelope.
};

Result<SealedMember> sealed_member(const std::string& path, seal::Role role) {
  const auto opened = open_bundle(path);
  if (!opened) {
    return opened.error();
  }
  const auto* name = sealed_name(role);
  auto member = read_single_member(*opened, name);
  if (!member) {
    return std::move(member).error().during(path);
  }
  auto envelope = seal::parse_envelope(member->bytes);
  if (!envelope) {
    return std::move(envelope).error().during(path + "/" + name);
  }
  SealedMember sealed{std::move(member->sha256), {}};
  for (auto& signature : envelope->signatures) {
    sealed.signatures.push_back(std::move(signature.bytes));
  }
  return sealed;
}

/// One signature of a bundle.
struct Place {
  seal::Role role;
  std::size_t signature;
  std::string bytes;
  std::string sha256;  ///< Of its envelope.
};

Result<std::vector<Place>> all_signatures(const std::string& path) {
  std::vector<Place> places;
  for (const auto role : kSealedRoles) {
    auto sealed = sealed_member(path, role);
    if (!sealed && sealed.error().kind != ErrorKind::absent) {
      return std::move(sealed).error();
    }
    for (std::size_t i = 0; sealed && i < sealed->signatures.size(); ++i) {
      places.push_back({role, i, std::move(sealed->signatures[i]), sealed->sha256});
    }
  }
  if (places.empty()) {
    return Error{ErrorKind::absent, path + ": nothing in it is sealed, so nothing is stamped"};
  }
  return places;
}

Result<seal::TimeStamp> look_at(const StampAnswer& answer, const std::string& signature) {
  const seal::Stamped stamped{answer.response, signature, answer.query, {}};
  return answer.believed == nullptr ? seal::read_time_stamp(stamped)
                                    : seal::verify_time_stamp(stamped, *answer.believed);
}

}  // namespace

Result<std::string> stamp_query(const std::string& bundle, seal::Role role, std::size_t signature) {
  const auto sealed = sealed_member(bundle, role);
  if (!sealed) {
    return sealed.error();
  }
  if (signature >= sealed->signatures.size()) {
    return Error{ErrorKind::absent, bundle + "/" + sealed_name(role) + ": has " +
                                        std::to_string(sealed->signatures.size()) + " signatures"};
  }
  return seal::make_time_stamp_query(sealed->signatures[signature]);
}

Result<StampAdded> add_stamp(const std::string& bundle, const StampAnswer& answer) {
  const auto places = all_signatures(bundle);
  if (!places) {
    return places.error();
  }
  Error refused;
  for (const auto& place : *places) {
    auto stamp = look_at(answer, place.bytes);
    if (!stamp) {
      refused = stamp.error();
      continue;
    }
    auto member = stamp_member(place.role == seal::Role::collector, place.signature);
    if (!member_rule(member)) {
      return Error{ErrorKind::unsupported, bundle + ": no name for a stamp of signature " +
                                               std::to_string(place.signature + 1)};
    }
    const BundleChange change{.put = {{member, std::string(answer.response), false}},
                              .gone = {},
                              .known = {{sealed_name(place.role), place.sha256}}};
    if (auto written = change_bundle(bundle, change); !written) {
      return std::move(written).error();
    }
    return StampAdded{std::move(member), *std::move(stamp)};
  }
  return refused.during(bundle + ": the stamp fits none of its signatures");
}

}  // namespace rackproof
