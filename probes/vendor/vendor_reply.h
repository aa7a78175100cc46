#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemas/device.h"
#include "schemas/result.h"
#include "schemas/sample.h"

/// What a child that calls a vendor's library says to its parent: lines of JSON. The parent takes
/// them for bytes from outside, since a library of somebody else's writes into the child's memory.
/// Pure.
namespace rackproof::vendor {

using Facts = std::map<std::string, std::string, std::less<>>;

/// A part of one GPU: its memory, a link, a MIG partition.
struct PartReply {
  std::string at;  ///< What its id has behind the GPU's: "/hbm", "/nvlink:3".
  DeviceKind kind = DeviceKind::hbm;
  Facts attributes;

  bool operator==(const PartReply&) const = default;
};

struct PlacedReading {
  std::string at;  ///< Of a part, or "" for the GPU itself.
  const Metric* metric = nullptr;
  Reading reading;  ///< In metric->unit.

  bool operator==(const PlacedReading&) const = default;
};

/// One GPU in one pass.
struct DeviceReply {
  int index = 0;        ///< The library's; means nothing once the child has ended.
  std::string address;  ///< "0000:9b:00.0"; "" when not even that could be read.
  std::string model;
  std::string serial;
  std::string firmware;
  std::string position;
  Facts attributes;
  std::vector<PartReply> parts;
  std::vector<PlacedReading> readings;

  bool operator==(const DeviceReply&) const = default;
};

/// The first line of a pass.
struct SystemReply {
  std::string driver;
  std::string library;
  int devices = 0;
  std::vector<std::string> lacking;  ///< Functions that this driver's library does not have.

  bool operator==(const SystemReply&) const = default;
};

/// Something that the library told of by itself: NVIDIA's Xid, AMD's event.
struct HeardReply {
  int index = 0;            ///< Of the GPU.
  std::int64_t number = 0;  ///< The vendor's, for what happened.
  std::string text;         ///< As the library put it; "" when it has no words.

  bool operator==(const HeardReply&) const = default;
};

/// The last line of a pass.
struct EndReply {
  std::vector<HeardReply> heard;  ///< That came since the last pass, in their order.

  bool operator==(const EndReply&) const = default;
};

/// An Error stands for the whole pass: the library cannot be used.
struct Reply {
  std::int64_t pass = 0;  ///< The number that the parent gave.
  std::variant<SystemReply, DeviceReply, EndReply, Error> said;

  bool operator==(const Reply&) const = default;
};

/// One line, newline at its end.
std::string write_reply(const Reply& reply);

/// How many GPUs one node may be said to have.
inline constexpr int kMostDevices = 1024;

/// Error{malformed} or Error{out_of_range} names the place. A number that its metric cannot have is
/// a reading without value, and costs only itself.
Result<Reply> parse_reply(std::string_view line);

}  // namespace rackproof::vendor
