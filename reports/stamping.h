#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/seal/time_stamp.h"
#include "reports/seal/time_stamp_query.h"
#include "reports/seal/trust.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// Time stamps beside the envelopes of a finished bundle. They are no part of the manifest: each is
/// verified by itself.
namespace rackproof {

/// Which signature of a bundle is to be stamped, and how.
struct StampWish {
  seal::Role role = seal::Role::certifier;
  std::size_t signature = 0;  ///< From 0.
  seal::StampDigest digest = seal::StampDigest::sha256;
};

/// The query of somebody who wants the signature stamped, as DER. Error{absent} where the bundle
/// (directory or archive) has no sealed statement of the role or no such signature.
Result<std::string> stamp_query(const std::string& bundle, const StampWish& wish);
Result<std::string> stamp_query(const std::string& bundle, seal::Role role, std::size_t signature);

struct RenewalQuery {
  std::string query;   ///< DER.
  std::string renews;  ///< Member: the last stamp that is there.
  UtcTime until;       ///< When the certificate ends that made it: no later does the answer count.
};

/// The query of somebody who wants the stamps over the signature renewed. Error{absent} as above
/// and where there is none yet; Error{untrusted} where `now` is past RenewalQuery::until;
/// Error{unsupported} where as many are there as a bundle holds.
Result<RenewalQuery> renewal_query(const std::string& bundle, const StampWish& wish, UtcTime now);

/// An authority's answer, as it came.
struct StampAnswer {
  std::string_view response;                    ///< DER.
  std::string_view query = {};                  ///< DER, "" = not at hand.
  const seal::TimeStamper* believed = nullptr;  ///< Verified against it; null = only that it fits.
};

/// A stamp that was put into a bundle.
struct StampAdded {
  std::string member;
  seal::TimeStamp stamp;
  std::string renews = {};  ///< Member; "" = it is the first over its signature.
};

/// Looks for the signature that `answer` stamps, or for the stamps over one that it renews, and
/// puts it beside them, in a directory or in an archive (change_bundle()). Error{untrusted}, with
/// nothing written, for an answer that fits nothing of the bundle or does not verify, and for one
/// that renews too late or is older than what it renews; Error{io} where that stamp is there
/// already.
Result<StampAdded> add_stamp(const std::string& bundle, const StampAnswer& answer);

}  // namespace rackproof
