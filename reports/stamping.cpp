#include "reports/stamping.h"

#include <array>
#include <utility>
#include <vector>

#include "probes/machine/output_file.h"
#include "reports/bundle.h"
#include "reports/bundle_members.h"
#include "reports/member_file.h"
#include "reports/seal/envelope.h"
#include "reports/seal/time_stamp_query.h"

namespace rackproof {
namespace {

constexpr std::array kSealedRoles{seal::Role::certifier, seal::Role::collector};

const char* sealed_name(seal::Role role) {
  return role == seal::Role::collector ? bundle::kRunRecordSealed : bundle::kReportSealed;
}

/// The bytes of every signature of the statement, in the order of its envelope.
Result<std::vector<std::string>> signatures_of(const std::string& directory, seal::Role role) {
  const auto opened = open_bundle_directory(directory);
  if (!opened) {
    return opened.error();
  }
  const auto* name = sealed_name(role);
  const auto rule = member_rule(name);
  const auto member = read_member(*opened, name, rule->limit_bytes, MemberRule::Use::keep);
  if (!member) {
    return member.error().during(directory);
  }
  auto envelope = seal::parse_envelope(member->bytes);
  if (!envelope) {
    return std::move(envelope).error().during(directory + "/" + name);
  }
  std::vector<std::string> signatures;
  for (auto& signature : envelope->signatures) {
    signatures.push_back(std::move(signature.bytes));
  }
  return signatures;
}

/// One signature of a bundle.
struct Place {
  seal::Role role;
  std::size_t signature;
  std::string bytes;
};

Result<std::vector<Place>> all_signatures(const std::string& directory) {
  std::vector<Place> places;
  for (const auto role : kSealedRoles) {
    auto signatures = signatures_of(directory, role);
    if (!signatures && signatures.error().kind != ErrorKind::absent) {
      return std::move(signatures).error();
    }
    for (std::size_t i = 0; signatures && i < signatures->size(); ++i) {
      places.push_back({role, i, (*signatures)[i]});
    }
  }
  if (places.empty()) {
    return Error{ErrorKind::absent, directory + ": nothing in it is sealed, so nothing is stamped"};
  }
  return places;
}

Result<seal::TimeStamp> look_at(const StampAnswer& answer, const std::string& signature) {
  const seal::Stamped stamped{answer.response, signature, answer.query, {}};
  return answer.believed == nullptr ? seal::read_time_stamp(stamped)
                                    : seal::verify_time_stamp(stamped, *answer.believed);
}

}  // namespace

Result<std::string> stamp_query(const std::string& directory, seal::Role role,
                                std::size_t signature) {
  const auto signatures = signatures_of(directory, role);
  if (!signatures) {
    return signatures.error();
  }
  if (signature >= signatures->size()) {
    return Error{ErrorKind::absent, directory + "/" + sealed_name(role) + ": has " +
                                        std::to_string(signatures->size()) + " signatures"};
  }
  return seal::make_time_stamp_query((*signatures)[signature]);
}

Result<StampAdded> add_stamp(const std::string& directory, const StampAnswer& answer) {
  const auto places = all_signatures(directory);
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
    const auto path = directory + "/" + member;
    if (!member_rule(member)) {
      return Error{ErrorKind::unsupported, directory + ": no name for a stamp of signature " +
                                               std::to_string(place.signature + 1)};
    }
    if (auto written = create_file(path, answer.response); !written) {
      return std::move(written).error();
    }
    return StampAdded{std::move(member), *std::move(stamp)};
  }
  return refused.during(directory + ": the stamp fits none of its signatures");
}

}  // namespace rackproof
