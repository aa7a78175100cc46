#pragma once

#include "schemas/json/member_writer.h"
#include "schemas/site.h"

namespace rackproof {

/// Site without its instruments, which both statements list beside it, and without its waivers,
/// which the report alone lists.
void describe(MemberReader& archive, Site& site);
void describe(MemberWriter& archive, const Site& site);
void describe(MemberReader& archive, Instrument& instrument);
void describe(MemberWriter& archive, const Instrument& instrument);

}  // namespace rackproof
