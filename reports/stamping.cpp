#include "reports/stamping.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "reports/bundle.h"
#include "reports/bundle_change.h"
#include "reports/bundle_members.h"
#include "reports/seal/envelope.h"
#include "reports/single_member.h"
#include "reports/stamp_series.h"

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

Result<SealedMember> sealed_member(const OpenBundle& opened, const std::string& path,
                                   seal::Role role) {
  const auto* name = sealed_name(role);
  auto member = read_single_member(opened, name);
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

/// A stamp as it lies in the bundle.
struct StampMember {
  std::string name;
  Member member;
};

/// One signature of a bundle and the stamps over it, in order.
struct Place {
  seal::Role role = seal::Role::certifier;
  std::size_t signature = 0;
  std::string bytes;
  std::string sha256;  ///< Of its envelope.
  std::vector<StampMember> stamps = {};

  /// Views of this place.
  [[nodiscard]] StampSeries series() const {
    StampSeries series{bytes, {}};
    for (const auto& each : stamps) {
      series.stamps.push_back({each.name, each.member.bytes});
    }
    return series;
  }
  /// What the stamp that follows on `renewal` others is called.
  [[nodiscard]] std::string member(std::size_t renewal) const {
    return stamp_member(role == seal::Role::collector, signature, renewal);
  }
};

Result<void> read_stamps(const OpenBundle& opened, const std::string& path, Place& place) {
  for (std::size_t renewal = 0; renewal <= kMostRenewals; ++renewal) {
    const auto name = place.member(renewal);
    if (!member_rule(name)) {
      return {};  // a signature past those that have names for stamps
    }
    auto member = read_single_member(opened, name);
    if (!member && member.error().kind == ErrorKind::absent) {
      return {};
    }
    if (!member) {
      return std::move(member).error().during(path);
    }
    place.stamps.push_back({name, *std::move(member)});
  }
  return {};
}

/// Every signature of `role`. Error{absent} where nothing is sealed in it.
Result<std::vector<Place>> places_of(const OpenBundle& opened, const std::string& path,
                                     seal::Role role) {
  auto sealed = sealed_member(opened, path, role);
  if (!sealed) {
    return std::move(sealed).error();
  }
  std::vector<Place> places;
  for (std::size_t i = 0; i < sealed->signatures.size(); ++i) {
    places.push_back({role, i, std::move(sealed->signatures[i]), sealed->sha256});
    if (auto read = read_stamps(opened, path, places.back()); !read) {
      return std::move(read).error();
    }
  }
  return places;
}

Result<std::vector<Place>> all_places(const std::string& path) {
  const auto opened = open_bundle(path);
  if (!opened) {
    return opened.error();
  }
  std::vector<Place> places;
  for (const auto role : kSealedRoles) {
    auto some = places_of(*opened, path, role);
    if (!some && some.error().kind != ErrorKind::absent) {
      return some;
    }
    for (std::size_t i = 0; some && i < some->size(); ++i) {
      places.push_back(std::move((*some)[i]));
    }
  }
  if (places.empty()) {
    return Error{ErrorKind::absent, path + ": nothing in it is sealed, so nothing is stamped"};
  }
  return places;
}

Result<Place> place_of(const std::string& bundle, const StampWish& wish) {
  const auto opened = open_bundle(bundle);
  if (!opened) {
    return opened.error();
  }
  auto places = places_of(*opened, bundle, wish.role);
  if (!places) {
    return std::move(places).error();
  }
  if (wish.signature >= places->size()) {
    return Error{ErrorKind::absent, bundle + "/" + sealed_name(wish.role) + ": has " +
                                        std::to_string(places->size()) + " signatures"};
  }
  return std::move((*places)[wish.signature]);
}

/// An answer and what of a place it stamps.
struct Found {
  const Place* place;
  std::size_t renewal;
  seal::TimeStamp stamp;
};

/// Among all signatures, and what renews their stamps; the error is that of the last try.
Result<Found> find_stamped(const StampAnswer& answer, const std::vector<Place>& places) {
  Error refused;
  for (const auto& place : places) {
    const auto series = place.series();
    for (std::size_t renewal = 0; renewal <= series.stamps.size(); ++renewal) {
      auto stamp =
          seal::read_time_stamp({answer.response, stamped_bytes(series, renewal), answer.query});
      if (stamp) {
        return Found{&place, renewal, *std::move(stamp)};
      }
      refused = stamp.error();
    }
  }
  return refused;
}

/// By the authority that was named, where one was.
Result<void> check_believed(const StampAnswer& answer, Found& found) {
  if (answer.believed == nullptr) {
    return {};
  }
  auto stamp = seal::verify_time_stamp(
      {answer.response, stamped_bytes(found.place->series(), found.renewal), answer.query},
      *answer.believed);
  if (!stamp) {
    return std::move(stamp).error();
  }
  found.stamp = *std::move(stamp);
  return {};
}

/// Whether the stamp that is to be renewed is one still, and this one is not older.
Result<void> check_renews(const Found& found) {
  if (found.renewal == 0) {
    return {};
  }
  const auto& before = found.place->stamps[found.renewal - 1];
  const auto series = found.place->series();
  const auto earlier =
      seal::read_time_stamp({before.member.bytes, stamped_bytes(series, found.renewal - 1)});
  const auto ends = earlier ? seal::stamp_ends(before.member.bytes) : earlier.error();
  if (!ends) {
    return ends.error().during(before.name);
  }
  const auto at = found.stamp.generated;
  if (at < earlier->generated) {
    return Error{ErrorKind::untrusted, "stamped at " + format_utc(at) + ", before " + before.name +
                                           ", which it would renew"};
  }
  if (found.stamp.latest() > *ends) {
    return Error{ErrorKind::untrusted, "stamped at " + format_utc(at) +
                                           ", which renews nothing: the certificate of " +
                                           before.name + " ended at " + format_utc(*ends)};
  }
  return {};
}

}  // namespace

Result<std::string> stamp_query(const std::string& bundle, const StampWish& wish) {
  const auto place = place_of(bundle, wish);
  return place ? seal::make_time_stamp_query(place->bytes, wish.digest) : place.error();
}

Result<std::string> stamp_query(const std::string& bundle, seal::Role role, std::size_t signature) {
  return stamp_query(bundle, {role, signature});
}

Result<RenewalQuery> renewal_query(const std::string& bundle, const StampWish& wish, UtcTime now) {
  const auto place = place_of(bundle, wish);
  if (!place) {
    return place.error();
  }
  const auto series = place->series();
  if (series.stamps.empty()) {
    return Error{ErrorKind::absent, bundle + "/" + place->member(0) +
                                        ": not there, so there is nothing to renew; `rackproof "
                                        "stamp request` asks for the first stamp"};
  }
  const auto& last = series.stamps.back();
  if (series.stamps.size() > kMostRenewals) {
    return Error{ErrorKind::unsupported,
                 bundle + "/" + last.member + ": no name for a stamp that renews it"};
  }
  const auto ends = seal::stamp_ends(last.token);
  if (!ends) {
    return ends.error().during(bundle + "/" + last.member);
  }
  if (now > *ends) {
    return Error{ErrorKind::untrusted, bundle + "/" + last.member +
                                           ": the certificate that stamped ended at " +
                                           format_utc(*ends) + "; nothing renews it any more"};
  }
  auto query =
      seal::make_time_stamp_query(stamped_bytes(series, series.stamps.size()), wish.digest);
  return query ? Result<RenewalQuery>(RenewalQuery{*std::move(query), last.member, *ends})
               : std::move(query).error();
}

Result<StampAdded> add_stamp(const std::string& bundle, const StampAnswer& answer) {
  const auto places = all_places(bundle);
  if (!places) {
    return places.error();
  }
  auto found = find_stamped(answer, *places);
  if (!found) {
    return std::move(found).error().during(bundle + ": the stamp fits none of its signatures");
  }
  const auto& place = *found->place;
  auto member = place.member(found->renewal);
  if (!member_rule(member)) {
    return Error{ErrorKind::unsupported, bundle + ": no name for a stamp of signature " +
                                             std::to_string(place.signature + 1)};
  }
  auto good = check_believed(answer, *found);
  if (good) {
    good = check_renews(*found);
  }
  if (!good) {
    return std::move(good).error().during(bundle + "/" + member);
  }
  BundleChange change{.put = {{member, std::string(answer.response), false}},
                      .gone = {},
                      .known = {{sealed_name(place.role), place.sha256}}};
  for (std::size_t i = 0; i < found->renewal; ++i) {
    change.known.emplace(place.stamps[i].name, place.stamps[i].member.sha256);
  }
  if (auto written = change_bundle(bundle, change); !written) {
    return std::move(written).error();
  }
  return StampAdded{std::move(member), std::move(found->stamp),
                    found->renewal == 0 ? "" : place.stamps[found->renewal - 1].name};
}

}  // namespace rackproof
