#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/seal/time_stamp.h"
#include "reports/seal/trust.h"
#include "schemas/result.h"

/// Time stamps beside the envelopes of a finished bundle. They are no part of the manifest: each is
/// verified by itself.
namespace rackproof {

/// The query of somebody who wants the signature stamped, as DER. Error{absent} where the bundle
/// (directory or archive) has no sealed statement of `role` or no such signature.
Result<std::string> stamp_query(const std::string& bundle, seal::Role role, std::size_t signature);

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
};

/// Looks for the signature that `answer` stamps and puts it beside its envelope, in a directory or
/// in an archive (change_bundle()). Error{untrusted}, with nothing written, for an answer that fits
/// no signature of the bundle or does not verify; Error{io} where that signature has a stamp
/// already.
Result<StampAdded> add_stamp(const std::string& bundle, const StampAnswer& answer);

}  // namespace rackproof
