# Turns text files into one .cpp that defines `FUNCTION`, a span over { file stem, text }.
#   cmake -DOUTPUT=… -DHEADER=… -DROW=… -DFUNCTION=… -DFILES=a|b|c -P embed.cmake
string(REPLACE "|" ";" files "${FILES}")
set(rows "")
foreach(file IN LISTS files)
  file(READ ${file} text)
  get_filename_component(name ${file} NAME_WLE)
  string(APPEND rows "    {\"${name}\", R\"rackproof(${text})rackproof\"},\n")
endforeach()
list(LENGTH files count)
file(WRITE ${OUTPUT}.new "#include \"${HEADER}\"

#include <array>

namespace rackproof {
namespace {

constexpr std::array<${ROW}, ${count}> kFiles{{
${rows}}};

}  // namespace

std::span<const ${ROW}> ${FUNCTION}() {
  return kFiles;
}

}  // namespace rackproof
")
file(RENAME ${OUTPUT}.new ${OUTPUT})
