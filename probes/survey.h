#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/host.h"
#include "probes/machine/kept_files.h"
#include "probes/probe.h"
#include "schemas/device.h"
#include "schemas/sample.h"

namespace rackproof {

/// Text of one file, white space at its end removed, into a Reading in the metric's unit. Pure.
using ReadingParser = Reading (*)(std::string_view text);

/// One file under /sys that gives one sample on each pass.
struct Attribute {
  DeviceHandle device = 0;
  const Metric* metric = nullptr;
  std::string path;
  ReadingParser parse = nullptr;
};

using Attributes = std::vector<Attribute>;

/// What the text of an attribute's file reads; an Error names the path.
Reading parsed(const Attribute& attribute, std::string_view text);

/// Reads and parses one file; an Error names the path.
Reading read_attribute(const FileTree& files, const Attribute& attribute);

/// The same through a file that may be open already.
Reading read_attribute(KeptFiles& files, const Attribute& attribute);

/// One sample per attribute, in order; a file that cannot be read is a sample with the reason.
Samples read_attributes(const Host& host, std::span<const Attribute> attributes);

/// A device with nothing but a name, a kind and a place.
Device device_of(std::string id, DeviceKind kind, std::string parent = std::string(kNodeId));

/// The host itself, for probes that measure it as a whole.
Device the_node();

/// What would let a file of that kind be read; "" where nothing general can be said.
std::string_view remedy_for(ErrorKind kind);

/// Gathers what one probe finds. Device handles are indices into discovery().devices and into
/// nothing else.
class Survey {
 public:
  Survey(const Host& host, std::string_view probe) : host_(host), probe_(probe) {}

  [[nodiscard]] const FileTree& files() const { return host_.files; }

  /// Adds a device. An id that is taken gets "#2", "#3"... in the order of the kernel's listing:
  /// two parts that nothing stable tells apart. The final id is devices()[handle].id.
  DeviceHandle add(Device device);
  [[nodiscard]] const Device& device(DeviceHandle handle) const { return found_.devices[handle]; }

  /// A file to be read on each pass.
  void watch(DeviceHandle device, const Metric* metric, std::string path, ReadingParser parse);
  /// The same, when the file is there; an optional attribute that is not there is no news.
  void watch_if_present(DeviceHandle device, const Metric* metric, const std::string& path,
                        ReadingParser parse);

  /// Text of an optional file that names something; "" when it is not there or cannot be read.
  /// What is there and cannot be read is noted.
  std::string text(const std::string& path);
  void note(const std::string& what, Error why, std::string_view remedy);

  /// Reads each watched file once, so that what cannot be read is known before the first pass, and
  /// gives everything away. `attributes` receives the files to read.
  Discovery finish(Attributes& attributes);

 private:
  const Host& host_;
  std::string probe_;
  Discovery found_;
  Attributes watched_;
};

/// "directory/name".
std::string path_to(std::string_view directory, std::string_view name);

/// The last PCI address (dddd:bb:dd.f) among the components of a canonical sysfs path; "" if none.
std::string pci_address_in(std::string_view path);

}  // namespace rackproof
