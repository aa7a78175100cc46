#pragma once

#include <span>
#include <string_view>

/// What one line of OCP Test & Validation 2.0 output may hold, as its official JSON Schemas say it.
namespace rackproof::ocptv {

/// What a member has to be.
enum class Kind {
  text,
  word,  ///< One of `words`.
  integer,
  number,
  boolean,
  value,        ///< A text, a truth value or a number.
  free_object,  ///< Of whatever members.
  object,       ///< Of `shape`.
  objects,      ///< An array of these.
  texts,        ///< An array of texts.
};

/// Whether it has to be there.
enum class Need {
  required,
  optional,
  alternative,  ///< Exactly one of those of its object.
};

struct Shape;

/// One member of an object. `shape` is of kind object or of the items of objects, else nullptr.
struct Field {
  std::string_view name;
  Need need = Need::optional;
  Kind kind = Kind::text;
  const Shape* shape = nullptr;
  std::span<const std::string_view> words = {};  ///< Static; of kind word only.
};

/// The members of an object; all of it is static.
struct Shape {
  std::span<const Field> fields;
  bool open = false;  ///< Members beyond these are allowed.
};

/// Of the object that every line is.
[[nodiscard]] const Shape& line_shape();

}  // namespace rackproof::ocptv
