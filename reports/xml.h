#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rackproof {

/// `text` for an element's content or a quoted attribute of XML 1.0: & < > " ' escaped; control and
/// bidirectional characters, bytes that are not UTF-8 and what XML cannot hold at all (U+FFFE,
/// U+FFFF) made visible. A newline stays; Xml writes that of an attribute as a reference, or its
/// reader would make a space of it.
[[nodiscard]] std::string escape_xml(std::string_view text);

/// Names as they are, values unescaped, in the order in which they are written.
using XmlAttributes = std::vector<std::pair<std::string_view, std::string>>;

/// Writes an XML document, two spaces a level; every text goes through escape_xml(). The same calls
/// give the same bytes.
class Xml {
 public:
  Xml();

  Xml& open(std::string_view tag, const XmlAttributes& attributes);
  /// Closes what was opened last; nothing where all is closed.
  Xml& close();
  /// An element without children; "<tag/>" where `text` is "".
  Xml& leaf(std::string_view tag, const XmlAttributes& attributes, std::string_view text = "");

  /// Closes what is open and gives everything away.
  [[nodiscard]] std::string take();

 private:
  void start(std::string_view tag, const XmlAttributes& attributes);

  std::string text_;
  std::vector<std::string> open_;
};

}  // namespace rackproof
